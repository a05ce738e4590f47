"""Words that say nothing by themselves, in Finnish, Swedish and English (V10)."""

from __future__ import annotations

_FINNISH = """
ja tai sekä eli että kun jos niin kuin kuitenkin mutta vaan vain myös jo vielä nyt sitten siis koska
vaikka ei en et emme ette eivät älä on oli ovat olivat olla ole ollut olen olet olemme olette olisi
voi voin voit voimme voisi se ne ne sen sitä siitä siinä siihen sille niiden niitä niissä tämä nämä
tätä tässä tästä tähän tuo tuota minä sinä hän me te he minun sinun hänen meidän teidän heidän minua
sinua häntä meitä teitä heitä mulla sulla mä sä joka jotka jonka joita jossa jolla mikä mitä missä
mistä miksi miten kuka ketä joku jokin jotain jotakin mitään kaikki kaikkea kaiken aina usein joskus
hyvin tosi ihan melko liian enemmän vähän paljon
"""
_SWEDISH = """
och eller men att som om när då så utan inte ej jag du han hon den det vi ni de dem mig dig honom
henne oss er min mitt mina din ditt dina sin sitt sina vår vårt våra deras en ett är var vara varit
blir bli blev har hade ha kan kunde ska skulle vill ville måste får fick på i av för till från med
vid under över efter före mellan mot hos bland genom ut in upp ner här där nu sedan också bara redan
även mycket mer mest lite alla allt många några någon något ingen inget inga vad vem vilken vilket
vilka hur varför denna detta dessa man ju nog väl
"""
_ENGLISH = """
the a an and or but if because as of at by for with about against between into through during before
after above below to from up down in out on off over under again further then once here there when
where why how all any both each few more most other some such no nor not only own same so than too
very can could will would should must may might i me my we our you your he him his she her it its
they them their this that these those is am are was were be been being have has had do does did
what which who whom also just
"""
STOP_WORDS = frozenset(f"{_FINNISH} {_SWEDISH} {_ENGLISH}".split())
