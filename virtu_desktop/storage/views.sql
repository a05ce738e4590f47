-- Views for people who open the file with sqlite-utils, Datasette or a spreadsheet.
-- They are made anew by every program version that changes the file's version, so unlike tables
-- they may be changed here. No JSON functions: some connections refuse them in a view. docs/library-file.md describes each.

CREATE VIEW v_run AS
SELECT
    r.session_id,
    r.id AS run_id,
    r.kind,
    r.opened_utc,
    r.started_utc,
    r.ended_utc,
    r.last_seen_utc,
    (SELECT count(*) FROM run_event AS e WHERE e.run_id = r.id) AS events,
    r.id = (
        SELECT n.id FROM run AS n
        WHERE n.session_id = r.session_id
        ORDER BY n.kind = 'live' DESC, n.opened_utc DESC, n.rowid DESC
        LIMIT 1
    ) AS is_the_record
FROM run AS r;

CREATE VIEW v_session AS
SELECT
    s.id AS session_id,
    s.title,
    p.title AS programme,
    p.customer,
    g.name AS group_name,
    g.site,
    s.number,
    CASE
        WHEN r.kind IS NOT 'live' OR r.started_utc IS NULL THEN 'planned'
        WHEN r.ended_utc IS NULL THEN 'running'
        ELSE 'held'
    END AS state,
    s.language,
    s.zone,
    strftime('%Y-%m-%d %H:%M', s.start_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= s.start_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS planned_start,
    strftime('%Y-%m-%d %H:%M', s.target_end_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= s.target_end_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS target_end,
    round(s.planned_ms / 60000.0, 1) AS planned_minutes,
    strftime('%Y-%m-%d %H:%M', r.started_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= r.started_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS actual_start,
    strftime('%Y-%m-%d %H:%M', r.ended_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= r.ended_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS actual_end,
    round((julianday(r.ended_utc) - julianday(r.started_utc)) * 1440, 1) AS actual_minutes,
    (SELECT count(*) FROM block AS b WHERE b.session_id = s.id) AS blocks,
    (SELECT count(*) FROM note AS n WHERE n.session_id = s.id AND n.private = 0) AS notes,
    s.delivery,
    s.plan_version,
    strftime('%Y-%m-%d %H:%M', e.exported_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= e.exported_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS exported,
    s.start_utc AS planned_start_utc,
    s.target_end_utc,
    r.started_utc AS actual_start_utc,
    r.ended_utc AS actual_end_utc,
    e.exported_utc,
    r.kind AS run_kind
FROM session AS s
LEFT JOIN participant_group AS g ON g.id = s.group_id
LEFT JOIN programme AS p ON p.id = g.programme_id
LEFT JOIN v_run AS r ON r.session_id = s.id AND r.is_the_record
LEFT JOIN (
    SELECT session_id, max(at_utc) AS exported_utc FROM session_export GROUP BY session_id
) AS e ON e.session_id = s.id
WHERE s.id NOT IN (SELECT id FROM deleted_item WHERE kind = 'session');

CREATE VIEW v_deleted AS
SELECT
    d.kind,
    d.id,
    coalesce(p.title, g.name, s.title) AS title,
    d.at_utc
FROM deleted_item AS d
LEFT JOIN programme AS p ON d.kind = 'programme' AND p.id = d.id
LEFT JOIN participant_group AS g ON d.kind = 'group' AND g.id = d.id
LEFT JOIN session AS s ON d.kind = 'session' AND s.id = d.id
WHERE coalesce(p.id, g.id, s.id) IS NOT NULL;

CREATE VIEW v_block AS
SELECT
    b.session_id,
    s.title AS session,
    b.position + 1 AS number,
    b.id AS block_id,
    b.title,
    b.kind,
    b.owner,
    b.origin,
    coalesce(a.status, 'pending') AS status,
    strftime('%Y-%m-%d %H:%M', b.planned_start_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= b.planned_start_utc
        ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS planned_start,
    strftime('%Y-%m-%d %H:%M', b.planned_end_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= b.planned_end_utc
        ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS planned_end,
    round(b.length_ms / 60000.0, 1) AS planned_minutes,
    strftime('%Y-%m-%d %H:%M:%S', a.started_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= a.started_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS actual_start,
    strftime('%Y-%m-%d %H:%M:%S', a.ended_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= a.ended_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS actual_end,
    CASE WHEN a.started_utc IS NOT NULL THEN round(a.run_ms / 60000.0, 1) END AS minutes_run,
    round(a.late_ms / 60000.0, 1) AS late_minutes,
    round(coalesce(a.allotted_ms, b.length_ms) / 60000.0, 1) AS allotted_minutes,
    r.kind AS run_kind,
    b.planned_start_utc,
    b.planned_end_utc,
    a.started_utc AS actual_start_utc,
    a.ended_utc AS actual_end_utc
FROM block AS b
JOIN session AS s ON s.id = b.session_id
LEFT JOIN v_run AS r ON r.session_id = b.session_id AND r.is_the_record
LEFT JOIN block_actual AS a ON a.run_id = r.run_id AND a.block_id = b.id
ORDER BY b.session_id, b.position;

CREATE VIEW v_note AS
SELECT
    n.session_id,
    s.title AS session,
    strftime('%Y-%m-%d %H:%M', n.at_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= n.at_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS time,
    b.title AS block,
    n.tag,
    n.text,
    replace(substr(n.persons, 2, length(n.persons) - 2), '"', '') AS persons,
    n.id AS note_id,
    n.block AS block_id,
    n.at_utc,
    n.edited_utc
FROM note AS n
JOIN session AS s ON s.id = n.session_id
LEFT JOIN block AS b ON b.session_id = n.session_id AND b.id = n.block
WHERE n.private = 0
ORDER BY n.session_id, n.at_utc, n.number;

CREATE VIEW v_note_correction AS
SELECT
    c.session_id,
    s.title AS session,
    strftime('%Y-%m-%d %H:%M', c.at_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= c.at_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS time,
    n.text,
    c.was_tag,
    c.is_tag,
    c.note_id,
    c.at_utc
FROM note_correction AS c
JOIN session AS s ON s.id = c.session_id
JOIN note AS n ON n.id = c.note_id
WHERE n.private = 0
ORDER BY c.session_id, c.at_utc, c.id;

CREATE VIEW v_run_event AS
SELECT
    r.session_id,
    s.title AS session,
    r.kind AS run_kind,
    e.position + 1 AS number,
    strftime('%Y-%m-%d %H:%M:%S', e.at_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= e.at_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS time,
    e.type,
    e.cause,
    b.title AS block,
    round(e.ms / 60000.0, 1) AS minutes,
    strftime('%Y-%m-%d %H:%M:%S', e.to_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= e.to_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS to_time,
    EXISTS (
        SELECT 1 FROM run_event AS t
        WHERE t.run_id = e.run_id AND t.takes_back = e.action AND t.position > e.position
    ) AS is_taken_back,
    e.at_utc,
    e.block AS block_id,
    e.run_id,
    e.id AS event_id
FROM run_event AS e
JOIN run AS r ON r.id = e.run_id
JOIN session AS s ON s.id = r.session_id
LEFT JOIN block AS b ON b.session_id = r.session_id AND b.id = e.block
ORDER BY e.run_id, e.position;

CREATE VIEW v_incident AS
SELECT
    r.session_id,
    s.title AS session,
    r.kind AS run_kind,
    strftime('%Y-%m-%d %H:%M:%S', i.at_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= i.at_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS time,
    i.kind,
    round(i.length_ms / 60000.0, 1) AS minutes,
    i.at_utc,
    i.run_id
FROM incident AS i
JOIN run AS r ON r.id = i.run_id
JOIN session AS s ON s.id = r.session_id
ORDER BY i.run_id, i.at_utc, i.id;

CREATE VIEW v_expected AS
SELECT x.session_id, x.person_id, coalesce(x.mode, p.usual_mode) AS mode
FROM expectation AS x
JOIN person AS p ON p.id = x.person_id
WHERE x.is_expected = 1
UNION ALL
SELECT s.id, p.id, p.usual_mode
FROM session AS s
JOIN person AS p ON p.group_id = s.group_id
WHERE NOT EXISTS (
    SELECT 1 FROM expectation AS x WHERE x.session_id = s.id AND x.person_id = p.id
) AND NOT EXISTS (
    SELECT 1 FROM run AS r
    WHERE r.session_id = s.id AND r.kind = 'live' AND r.started_utc IS NOT NULL
);

CREATE VIEW v_person AS
SELECT
    p.id AS person_id,
    p.name,
    p.organisation,
    p.site,
    p.email,
    m.title AS programme,
    g.name AS group_name,
    replace(substr(p.tags, 2, length(p.tags) - 2), '"', '') AS tags,
    p.usual_mode,
    p.language,
    (SELECT count(*) FROM attendance AS a WHERE a.person_id = p.id) AS sessions_attended,
    p.programme_id,
    p.group_id
FROM person AS p
LEFT JOIN programme AS m ON m.id = p.programme_id
LEFT JOIN participant_group AS g ON g.id = p.group_id;

CREATE VIEW v_attendance AS
SELECT
    k.session_id,
    s.title AS session,
    k.person_id,
    p.name AS person,
    p.organisation,
    g.name AS group_name,
    w.person_id IS NOT NULL AS is_expected,
    w.mode AS expected_mode,
    a.person_id IS NOT NULL AS was_there,
    a.mode,
    a.site,
    strftime('%Y-%m-%d %H:%M:%S', a.first_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= a.first_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS first_there,
    strftime('%Y-%m-%d %H:%M:%S', a.last_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= a.last_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS last_there,
    round(a.present_ms / 60000.0, 1) AS minutes_present,
    round(a.session_ms / 60000.0, 1) AS session_minutes,
    100 * a.present_ms / a.session_ms AS share_percent,
    round(a.late_ms / 60000.0, 1) AS late_minutes,
    round(a.left_early_ms / 60000.0, 1) AS left_early_minutes,
    round(a.away_ms / 60000.0, 1) AS away_minutes,
    a.away_times,
    a.first_utc,
    a.last_utc
FROM (
    SELECT session_id, person_id FROM v_expected
    UNION SELECT session_id, person_id FROM attendance
) AS k
JOIN session AS s ON s.id = k.session_id
JOIN person AS p ON p.id = k.person_id
LEFT JOIN participant_group AS g ON g.id = p.group_id
LEFT JOIN v_expected AS w ON w.session_id = k.session_id AND w.person_id = k.person_id
LEFT JOIN attendance AS a ON a.session_id = k.session_id AND a.person_id = k.person_id
ORDER BY k.session_id, p.name, k.person_id;

CREATE VIEW v_presence AS
SELECT
    r.session_id,
    s.title AS session,
    r.person_id,
    p.name AS person,
    strftime('%Y-%m-%d %H:%M:%S', r.joined_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= r.joined_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS joined,
    strftime('%Y-%m-%d %H:%M:%S', r.left_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= r.left_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS "left",
    r.mode,
    r.site,
    r.source,
    CASE WHEN r.left_utc IS NOT NULL THEN r.leaving END AS leaving,
    r.joined_utc,
    r.left_utc,
    r.id AS presence_id
FROM presence AS r
JOIN session AS s ON s.id = r.session_id
JOIN person AS p ON p.id = r.person_id
ORDER BY r.session_id, p.name, r.person_id, r.joined_utc;

CREATE VIEW v_presence_correction AS
SELECT
    c.session_id,
    s.title AS session,
    c.person_id,
    p.name AS person,
    strftime('%Y-%m-%d %H:%M:%S', c.at_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= c.at_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS time,
    c.kind,
    c.was_joined_utc,
    c.was_left_utc,
    c.was_mode,
    c.is_joined_utc,
    c.is_left_utc,
    c.is_mode,
    c.presence_id,
    c.at_utc
FROM presence_correction AS c
JOIN session AS s ON s.id = c.session_id
JOIN person AS p ON p.id = c.person_id
ORDER BY c.session_id, c.at_utc, c.id;
-- The ballots that count: of two of one person the later one.
CREATE VIEW v_ballot_counted AS
SELECT a.id AS ballot_id, a.round_id
FROM ballot AS a
WHERE a.standing IN ('counted', 'accepted') AND NOT EXISTS (
    SELECT 1 FROM ballot AS l
    WHERE l.round_id = a.round_id AND l.voter = a.voter
    AND l.standing IN ('counted', 'accepted')
    AND (l.at_utc > a.at_utc OR (l.at_utc = a.at_utc AND l.number > a.number))
);

CREATE VIEW v_poll AS
SELECT
    p.session_id,
    s.title AS session,
    b.title AS block,
    p.text AS question,
    p.kind,
    p.secrecy,
    p.repeat_key,
    r.number AS round,
    strftime('%Y-%m-%d %H:%M:%S', r.opened_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= r.opened_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS opened,
    strftime('%Y-%m-%d %H:%M:%S', r.closed_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= r.closed_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS closed,
    (SELECT count(*) FROM v_ballot_counted AS c WHERE c.round_id = r.id)
    + (SELECT count(*) FROM secret_ballot AS c WHERE c.round_id = r.id)
    + (
        SELECT coalesce(sum(c.people), 0) FROM ballot_count AS c
        WHERE c.round_id = r.id AND c.standing IN ('counted', 'accepted')
    ) AS answered,
    r.present_room + r.present_site + r.present_remote AS present,
    r.present_room,
    r.present_site,
    r.present_remote,
    (
        SELECT count(*) FROM ballot AS h WHERE h.round_id = r.id AND h.standing = 'held'
    ) AS held,
    p.id AS poll_id,
    r.id AS round_id,
    p.block AS block_id,
    r.opened_utc,
    r.closed_utc
FROM poll AS p
JOIN session AS s ON s.id = p.session_id
JOIN poll_round AS r ON r.poll_id = p.id
LEFT JOIN block AS b ON b.session_id = p.session_id AND b.id = p.block
ORDER BY p.session_id, p.number, r.number;

CREATE VIEW v_poll_result AS
SELECT
    p.session_id,
    s.title AS session,
    p.text AS question,
    p.kind,
    r.number AS round,
    c.place + 1 AS choice,
    c.label,
    (
        SELECT coalesce(
            sum(CASE
                WHEN p.kind IN ('points', 'dots') THEN k.amount
                WHEN p.kind = 'ranking' THEN k.amount = 1
                ELSE 1
            END), 0)
        FROM v_ballot_counted AS v JOIN ballot_pick AS k ON k.ballot_id = v.ballot_id
        WHERE v.round_id = r.id AND k.place = c.place AND p.kind NOT IN ('rating', 'axes')
    ) + (
        SELECT coalesce(
            sum(CASE
                WHEN p.kind IN ('points', 'dots') THEN k.amount
                WHEN p.kind = 'ranking' THEN k.amount = 1
                ELSE 1
            END), 0)
        FROM secret_ballot AS v JOIN secret_pick AS k ON k.key = v.key
        WHERE v.round_id = r.id AND k.place = c.place AND p.kind NOT IN ('rating', 'axes')
    ) + (
        SELECT coalesce(sum(k.people), 0)
        FROM ballot_count AS v JOIN ballot_count_pick AS k ON k.count_id = v.id
        WHERE v.round_id = r.id AND v.standing IN ('counted', 'accepted') AND k.place = c.place
    ) AS people,
    p.repeat_key,
    p.id AS poll_id,
    r.id AS round_id
FROM poll AS p
JOIN session AS s ON s.id = p.session_id
JOIN poll_round AS r ON r.poll_id = p.id
JOIN poll_choice AS c ON c.poll_id = p.id
ORDER BY p.session_id, p.number, r.number, c.place;

-- One row for each thing that a ballot or a count says. Names stand in named polls alone; a secret
-- ballot has neither channel, mode nor time, and its rows are in no order of time.
CREATE VIEW v_ballot AS
SELECT
    p.session_id,
    p.text AS question,
    r.number AS round,
    a.channel,
    a.mode,
    a.site,
    CASE WHEN p.secrecy = 'named' THEN a.name ELSE '' END AS name,
    a.standing,
    EXISTS (SELECT 1 FROM v_ballot_counted AS v WHERE v.ballot_id = a.id) AS counts,
    k.place + 1 AS choice,
    c.label,
    k.amount,
    1 AS people,
    a.answer,
    a.id AS unit,
    r.id AS round_id
FROM ballot AS a
JOIN poll_round AS r ON r.id = a.round_id
JOIN poll AS p ON p.id = r.poll_id
LEFT JOIN ballot_pick AS k ON k.ballot_id = a.id
LEFT JOIN poll_choice AS c ON c.poll_id = p.id AND c.place = k.place
UNION ALL
SELECT
    p.session_id, p.text, r.number, a.channel, a.mode, a.site, '', a.standing,
    a.standing IN ('counted', 'accepted'), k.place + 1, c.label, NULL, k.people, NULL, a.id, r.id
FROM ballot_count AS a
JOIN poll_round AS r ON r.id = a.round_id
JOIN poll AS p ON p.id = r.poll_id
JOIN ballot_count_pick AS k ON k.count_id = a.id
LEFT JOIN poll_choice AS c ON c.poll_id = p.id AND c.place = k.place
UNION ALL
SELECT
    p.session_id, p.text, r.number, NULL, NULL, NULL, '', 'counted', 1, k.place + 1, c.label,
    k.amount, 1, a.answer, NULL, r.id
FROM secret_ballot AS a
JOIN poll_round AS r ON r.id = a.round_id
JOIN poll AS p ON p.id = r.poll_id
LEFT JOIN secret_pick AS k ON k.key = a.key
LEFT JOIN poll_choice AS c ON c.poll_id = p.id AND c.place = k.place;

CREATE VIEW v_room AS
SELECT
    r.session_id,
    s.title AS session,
    r.block_id,
    b.title AS block,
    r.number AS round,
    m.number AS room,
    m.name,
    m.place,
    (
        SELECT group_concat(name, ', ') FROM (
            SELECT DISTINCT p.name FROM breakout_seat AS t JOIN person AS p ON p.id = t.person_id
            WHERE t.round_id = r.id AND t.room = m.number ORDER BY p.name
        )
    ) AS people,
    strftime('%Y-%m-%d %H:%M:%S', r.started_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= r.started_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS started,
    strftime('%Y-%m-%d %H:%M:%S', r.ended_utc, (
        SELECT z.seconds FROM zone_offset AS z
        WHERE z.zone = s.zone AND z.from_utc <= r.ended_utc ORDER BY z.from_utc DESC LIMIT 1
    ) || ' seconds') AS ended,
    round((r.length_ms + m.extra_ms) / 60000.0, 2) AS minutes,
    m.state,
    m.card,
    r.method,
    r.id AS round_id,
    r.started_utc,
    r.ended_utc
FROM breakout_round AS r
JOIN breakout_room AS m ON m.round_id = r.id
JOIN session AS s ON s.id = r.session_id
LEFT JOIN block AS b ON b.session_id = r.session_id AND b.id = r.block_id
ORDER BY r.session_id, r.formed_utc, r.block_id, r.number, m.number;

CREATE VIEW v_meeting AS
SELECT DISTINCT
    g.programme_id,
    r.session_id,
    s.title AS session,
    r.block_id,
    r.number AS round,
    m.name AS room,
    one.person_id,
    p.name AS person,
    other.person_id AS other_id,
    o.name AS other,
    r.started_utc,
    r.id AS round_id
FROM breakout_round AS r
JOIN session AS s ON s.id = r.session_id
LEFT JOIN participant_group AS g ON g.id = s.group_id
JOIN breakout_seat AS one ON one.round_id = r.id
JOIN breakout_seat AS other
    ON other.round_id = r.id AND other.room = one.room AND other.person_id > one.person_id
    AND max(one.since_utc, other.since_utc) < min(
        coalesce(one.until_utc, '9'), coalesce(other.until_utc, '9')
    )
JOIN breakout_room AS m ON m.round_id = r.id AND m.number = one.room
JOIN person AS p ON p.id = one.person_id
JOIN person AS o ON o.id = other.person_id
WHERE r.started_utc IS NOT NULL
ORDER BY r.started_utc, r.id, one.room, p.name, o.name;

CREATE VIEW v_pair AS
SELECT
    programme_id,
    person_id,
    person,
    other_id,
    other,
    count(DISTINCT round_id) AS meetings,
    count(DISTINCT session_id) AS sessions,
    max(started_utc) AS latest_utc
FROM v_meeting
GROUP BY programme_id, person_id, other_id
ORDER BY programme_id, meetings DESC, person, other;
