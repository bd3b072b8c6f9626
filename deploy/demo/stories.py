"""Texts of service requests, in the language of the requester."""

from typing import NamedTuple

from deploy.demo.machines import Habit


class Story(NamedTuple):
    """A request. `visit`: it needed a visit. `question` of the dealer, `answer` of the user."""

    category: str
    urgency: str
    description: str
    solved: str
    visit: bool
    question: str = ""
    answer: str = ""
    error_code: str = ""


STORIES = {
    "nl": [
        Story("paper_jam", "normal", "Papier loopt vast bij lade 2, meestal bij dubbelzijdig afdrukken.",
              "Doorvoerrollen van lade 2 vervangen en getest met 200 vel.", True),
        Story("print_quality", "normal", "Er loopt een grijze streep over de hele lengte van elke afdruk.",
              "Scannerglas en laadrol schoongemaakt. Afdrukken zijn weer schoon.", True,
              "Staat de streep ook op kopieën, of alleen op afdrukken?", "Op allebei, steeds op dezelfde plaats."),
        Story("error_code", "high", "De machine geeft een foutcode. Uit- en aanzetten helpt maar even.",
              "Fixeereenheid vervangen.", True, error_code="C-3722"),
        Story("fault", "down", "Er komt niets meer uit. Het scherm blijft op 'opwarmen' staan.",
              "Voeding van de fixeereenheid hersteld; de machine werkt weer.", True),
        Story("question", "normal", "Hoe stel ik scannen naar een gedeelde map in voor een nieuwe collega?",
              "Adresboek op afstand aangevuld en samen getest.", False,
              "Wat is de naam van de map op de server?", "Die heet scans-expeditie, op de bestandsserver."),
        Story("print_quality", "normal", "Kleuren zijn fletser dan vorige week, vooral geel.",
              "Kleurkalibratie uitgevoerd; wij houden de developer geel in de gaten.", True),
        Story("paper_jam", "high", "Etiketten lopen vast in de handinvoer, we kunnen geen zendingen labelen.",
              "Papiersoort stond op normaal; nu ingesteld op etiketten. Dat werkt goed.", False,
              "Welke papiersoort staat ingesteld voor de handinvoer?", "Gewoon papier, denk ik."),
        Story("move", "normal", "Wilt u de machine verhuizen naar de tweede verdieping? Daar is een netwerkpunt.",
              "Verhuisd, aangesloten en proefafdruk gemaakt.", True),
        Story("fault", "normal", "De nietjes worden niet meer gebogen, de set valt uit elkaar.",
              "Nieteenheid schoongemaakt, vastgelopen nietje verwijderd.", True),
        Story("installation", "normal", "Op drie nieuwe laptops is het stuurprogramma nog niet geïnstalleerd.",
              "Stuurprogramma's op afstand geïnstalleerd.", False),
    ],
    "en": [
        Story("paper_jam", "normal", "Paper jams every few pages when it comes from tray 1.",
              "Replaced the pick-up rollers of tray 1 and ran 200 sheets.", True),
        Story("print_quality", "normal", "Every page has a faint pink background, even on plain text.",
              "Cleaned the drum unit and ran the gradation adjustment.", True,
              "Does it happen on copies as well?", "Yes, on copies and prints alike."),
        Story("error_code", "high", "It stops with an error code. Restarting helps for an hour.",
              "Replaced the fuser.", True, error_code="C-2557"),
        Story("question", "normal", "How can I release a print job from another office?",
              "Explained over the phone; follow-me printing was not switched on for this account.", False),
        Story("fault", "down", "The touch screen stays black after the power cut this morning.",
              "Reset the board; the screen is working again.", True),
        Story("installation", "normal", "Please add this machine to the print queue of the night shift.",
              "Queue added and tested together.", False),
    ],
}  # fmt: skip
FAULT_STORIES = {
    Habit.JAMMED: {
        "nl": Story("paper_jam", "high", "Papier zit vast achter klep B en we krijgen het er niet uit.", "", True),
        "en": Story("paper_jam", "high", "Paper is stuck behind cover B and we cannot get it out.", "", True),
    },
    Habit.SERVICE: {
        "nl": Story("error_code", "high", "Het scherm vraagt om service, afdrukken gaat nog wel.", "", True,
                    error_code="C-0202"),
        "en": Story("error_code", "high", "The screen is asking for service; it still prints.", "", True,
                    error_code="C-0202"),
    },
    Habit.DOOR_OPEN: {
        "nl": Story("fault", "down", "De voorklep sluit niet meer en de machine doet niets.", "", True),
        "en": Story("fault", "down", "The front cover no longer closes and nothing works.", "", True),
    },
}  # fmt: skip
"""Open requests for machines that report the fault themselves: habit → language → story."""
