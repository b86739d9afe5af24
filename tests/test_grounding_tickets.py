"""Invented tickets in twelve languages with claims that are true of them; the other grounding tests start from these."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from agent.claims import Claim, Quote, Reading
from agent.facts import ActionTaken, FactValue, Money, TimelineEntry
from agent.grounding import ground
from agent.ticket import Message, Party, RecordField, Role, Ticket

Value = str | Money | TimelineEntry | ActionTaken


@dataclass(frozen=True)
class Example:
    """A ticket and what is true of it."""

    language: str
    ticket: Ticket
    claims: tuple[Claim, ...]


def message(number: int, at: str, author: str, role: Role, text: str, *, public: bool = True) -> Message:
    return Message(id=f"m{number}", at=at, author=author, role=role, public=public, text=text)


def claim(name: str, value: Value, *quotes: tuple[int, str], per: str | None = None, source: str = "vendor") -> Claim:
    return Claim(
        field=name, value=value, source=source, per=per, quotes=tuple(Quote(message=f"m{n}", text=q) for n, q in quotes)
    )


def event(day: str, text: str, *quotes: tuple[int, str], who: str | None = None) -> Claim:
    return claim("timeline", TimelineEntry(date=day, event=text, who=who), *quotes)


def action(text: str, *quotes: tuple[int, str], by: str | None = None, day: str | None = None) -> Claim:
    return claim("actions_taken", ActionTaken(action=text, by=by, date=day), *quotes)


def ticket(*messages: Message, people: tuple[Party, ...] = (), record: str | None = None) -> Ticket:
    """Build a ticket; a record of `label: value` lines becomes message m0 with its fields."""
    fields: list[RecordField] = []
    if record:
        at = 0
        for line in record.split("\n"):
            label, value = line.split(": ", 1)
            start = at + len(label) + 2
            fields.append(RecordField(label=label, value=value, message="m0", start=start, end=start + len(value)))
            at += len(line) + 1
        messages = (Message(id="m0", role="system", kind="record", text=record), *messages)
    return Ticket(source_format="text", digest="0" * 64, messages=messages, fields=tuple(fields), people=people)


def person(name: str, role: Role, title: str | None = None) -> Party:
    return Party(name=name, role=role, title=title)


ENGLISH = Example(
    "en",
    ticket(
        message(
            1, "2026-05-11T08:14", "Maud Ferriter", "customer",
            "Hello,\n\nsince the 7.4 rollout on Friday 8 May our dock scanners drop every third pallet. We lost 46 pallets "
            "before lunch and we have not changed\nanything on our side. I need the scanners stable by Thursday the 21st, "
            "and the cause in writing.\n\nMaud Ferriter\nWarehouse Operations Lead\nOrmskirk Dairy Haulage",
        ),
        message(
            2, "2026-05-12T10:02", "Tunde Bakare", "vendor",
            "Found it. The 7.4 build cut the socket timeout from 30 s to 4 s, so long pallets never finish. Case DOC-3381 is "
            "raised, nobody has picked it up. I rolled two gates back to 7.3.9 this morning.",
            public=False,
        ),
        message(
            3, "2026-05-12T16:45", "Saoirse Quigley", "vendor",
            "Ormskirk Dairy Haulage is a Mid-Mkt account, they pay $3,150 a month. Contract ends 30/11/2026. "
            "Saoirse Quigley here, I am their CSM; Pete Longmire was the account owner but he left in March. I moved them "
            "from green to amber.",
            public=False,
        ),
        people=(
            person("Maud Ferriter", "customer", "Warehouse Operations Lead"), person("Tunde Bakare", "vendor"),
            person("Saoirse Quigley", "vendor"), person("Pete Longmire", "vendor"),
        ),
    ),
    (
        claim("account_name", "Ormskirk Dairy Haulage", (3, "Ormskirk Dairy Haulage is a Mid-Mkt account")),
        claim("account_tier", "Mid-Market", (3, "Ormskirk Dairy Haulage is a Mid-Mkt account")),
        claim("arr", Money(amount=37800, currency="USD"), (3, "they pay $3,150 a month"), per="monthly"),
        claim("renewal_date", "2026-11-30", (3, "Contract ends 30/11/2026")),
        claim("renewal_risk", "amber", (3, "I moved them from green to amber")),
        claim("csm", "Saoirse Quigley", (3, "Saoirse Quigley here, I am their CSM")),
        claim("contact_name", "Maud Ferriter", (1, "Maud Ferriter\nWarehouse Operations Lead"), source="customer"),
        claim("contact_role", "Warehouse Operations Lead", (1, "Maud Ferriter\nWarehouse Operations Lead"), source="customer"),
        claim("nature", "Since the 7.4 rollout on 8 May the dock scanners drop every third pallet; 46 pallets were lost.",
              (1, "since the 7.4 rollout on Friday 8 May our dock scanners drop every third pallet. We lost 46 pallets before lunch"),
              source="customer"),
        claim("customer_ask", "Scanners stable by Thursday 21 May; the cause in writing.",
              (1, "I need the scanners stable by Thursday the 21st, and the cause in writing."), source="customer"),
        claim("root_cause", "The 7.4 build cut the socket timeout from 30 s to 4 s, so long pallets never finish.",
              (2, "The 7.4 build cut the socket timeout from 30 s to 4 s, so long pallets never finish.")),
        event("2026-05-08", "7.4 rollout", (1, "since the 7.4 rollout on Friday 8 May our dock scanners drop every third pallet")),
        event("2026-05-12", "Case DOC-3381 raised, nobody has picked it up",
              (2, "Case DOC-3381 is raised, nobody has picked it up."), who="Tunde Bakare"),
        action("Rolled two gates back to 7.3.9", (2, "I rolled two gates back to 7.3.9 this morning"), by="Tunde Bakare", day="2026-05-12"),
    ),
)  # fmt: skip

GERMAN = Example(
    "de",
    ticket(
        message(
            1, "2026-03-16T09:20", "Dr. Hedwig Osterkamp", "customer",
            "Sehr geehrte Damen und Herren,\n\nseit dem 9. März werden unsere Bestellungen doppelt gebucht, bisher 128 Stück. "
            "Wir haben keine Einstellung geändert. Bis Freitag, 27. März 2026 muss die Schnittstelle fehlerfrei laufen, und wir "
            "erwarten eine Gutschrift über 4.300,00 €.\n\nDr. Hedwig Osterkamp\nLeiterin Einkauf\nLindwurm Feinmechanik GmbH",
        ),
        message(
            2, "2026-03-17T14:05", "Ruprecht Saalfeld", "vendor",
            "Die Ursache liegt bei uns: Release 12.2 prüft die Vorgangsnummer nicht mehr. Ticket SCH-7719 ist offen. "
            "Ich habe gestern Abend 128 doppelte Belege storniert.",
            public=False,
        ),
        message(
            3, "2026-03-18T08:30", "Mareike Dollinger", "vendor",
            "Lindwurm Feinmechanik GmbH: vereinbart sind 5.600 € im Monat, Laufzeit bis 31.12.2026. Vertrieb: Konstantin Abel. "
            "CSM ist Mareike Dollinger. Die Ampel steht auf Gelb.",
            public=False,
        ),
        people=(
            person("Dr. Hedwig Osterkamp", "customer", "Leiterin Einkauf"), person("Ruprecht Saalfeld", "vendor"),
            person("Mareike Dollinger", "vendor"), person("Konstantin Abel", "vendor"),
        ),
    ),
    (
        claim("account_name", "Lindwurm Feinmechanik GmbH", (3, "Lindwurm Feinmechanik GmbH: vereinbart sind 5.600 € im Monat")),
        claim("arr", Money(amount=67200, currency="EUR"), (3, "vereinbart sind 5.600 € im Monat"), per="monthly"),
        claim("renewal_date", "2026-12-31", (3, "Laufzeit bis 31.12.2026")),
        claim("renewal_risk", "amber", (3, "Die Ampel steht auf Gelb")),
        claim("csm", "Mareike Dollinger", (3, "CSM ist Mareike Dollinger")),
        claim("account_owner", "Konstantin Abel", (3, "Vertrieb: Konstantin Abel. CSM ist Mareike Dollinger")),
        claim("contact_name", "Hedwig Osterkamp", (1, "Dr. Hedwig Osterkamp\nLeiterin Einkauf"), source="customer"),
        claim("contact_role", "Leiterin Einkauf", (1, "Dr. Hedwig Osterkamp\nLeiterin Einkauf"), source="customer"),
        claim("nature", "Bestellungen werden seit dem 9. März doppelt gebucht, bisher 128 Stück.",
              (1, "seit dem 9. März werden unsere Bestellungen doppelt gebucht, bisher 128 Stück"), source="customer"),
        claim("customer_ask", "Fehlerfreie Schnittstelle bis 27. März 2026 und Gutschrift über 4.300 €.",
              (1, "Bis Freitag, 27. März 2026 muss die Schnittstelle fehlerfrei laufen, und wir erwarten eine Gutschrift über 4.300,00 €"),
              source="customer"),
        claim("root_cause", "Release 12.2 prüft die Vorgangsnummer nicht mehr.", (2, "Release 12.2 prüft die Vorgangsnummer nicht mehr")),
        event("2026-03-16", "128 doppelte Belege storniert", (2, "Ich habe gestern Abend 128 doppelte Belege storniert"), who="Ruprecht Saalfeld"),
        action("128 doppelte Belege storniert", (2, "Ich habe gestern Abend 128 doppelte Belege storniert"), by="Ruprecht Saalfeld", day="2026-03-16"),
    ),
)  # fmt: skip

FRENCH = Example(
    "fr",
    ticket(
        message(
            1, "2026-06-10T11:00", "Solène Vauquelin", "customer",
            "Bonjour,\n\ndepuis le 3 juin vos étiquettes sortent sans code-barres sur 14 quais. Nous n'avons pas modifié les imprimantes. "
            "Nous voulons un correctif avant le 19 juin et un avoir de 2 750 €.\n\nSolène Vauquelin\nDirectrice logistique\nMarée de Kerlouan",
        ),
        message(
            2, "2026-06-11T09:15", "Thibaud Escoffre", "vendor",
            "La cause est chez nous : la version 5.3 ne charge plus la police. Dossier ETQ-4417 ouvert hier. Le contrat de Marée de Kerlouan "
            "vaut 38 400 € par an et arrive à échéance le 31 octobre 2026. Responsable commercial : Anselme Durtal.",
            public=False,
        ),
        people=(
            person("Solène Vauquelin", "customer", "Directrice logistique"), person("Thibaud Escoffre", "vendor"),
            person("Anselme Durtal", "vendor"),
        ),
    ),
    (
        claim("account_name", "Marée de Kerlouan", (2, "Le contrat de Marée de Kerlouan vaut 38 400 € par an")),
        claim("arr", Money(amount=38400, currency="EUR"), (2, "Le contrat de Marée de Kerlouan vaut 38 400 € par an")),
        claim("renewal_date", "2026-10-31", (2, "arrive à échéance le 31 octobre 2026")),
        claim("account_owner", "Anselme Durtal", (2, "Responsable commercial : Anselme Durtal")),
        claim("contact_name", "Solène Vauquelin", (1, "Solène Vauquelin\nDirectrice logistique"), source="customer"),
        claim("contact_role", "Directrice logistique", (1, "Solène Vauquelin\nDirectrice logistique"), source="customer"),
        claim("nature", "Les étiquettes sortent sans code-barres sur 14 quais depuis le 3 juin.",
              (1, "depuis le 3 juin vos étiquettes sortent sans code-barres sur 14 quais"), source="customer"),
        claim("customer_ask", "Un correctif avant le 19 juin et un avoir de 2 750 €.",
              (1, "Nous voulons un correctif avant le 19 juin et un avoir de 2 750 €"), source="customer"),
        claim("root_cause", "la version 5.3 ne charge plus la police", (2, "la version 5.3 ne charge plus la police")),
        event("2026-06-10", "Dossier ETQ-4417 ouvert", (2, "Dossier ETQ-4417 ouvert hier"), who="Thibaud Escoffre"),
    ),
)  # fmt: skip

SPANISH = Example(
    "es",
    ticket(
        message(
            1, "2026-09-14T12:30", "Remedios Zubiri", "customer",
            "Buenos días: desde el 7 de septiembre el cierre de caja falla en 22 tiendas. No hemos tocado la configuración. "
            "Necesitamos la corrección antes del 25 de septiembre de 2026 y una llamada de su director.\n\nRemedios Zubiri\n"
            "Directora de Operaciones\nPanadería Altozano",
        ),
        message(
            2, "2026-09-15T10:10", "Iker Belmonte", "vendor",
            "La causa es nuestra: el servicio 3.8 no reconoce el turno de noche. Abrí CAJ-5102. Panadería Altozano paga 1.950 € al mes y su "
            "contrato vence el 31/12/2026. Su CSM es Iker Belmonte.",
            public=False,
        ),
        people=(person("Remedios Zubiri", "customer", "Directora de Operaciones"), person("Iker Belmonte", "vendor")),
    ),
    (
        claim("account_name", "Panadería Altozano", (2, "Panadería Altozano paga 1.950 € al mes")),
        claim("arr", Money(amount=23400, currency="EUR"), (2, "Panadería Altozano paga 1.950 € al mes"), per="monthly"),
        claim("renewal_date", "2026-12-31", (2, "su contrato vence el 31/12/2026")),
        claim("csm", "Iker Belmonte", (2, "Su CSM es Iker Belmonte")),
        claim("contact_name", "Remedios Zubiri", (1, "Remedios Zubiri\nDirectora de Operaciones"), source="customer"),
        claim("contact_role", "Directora de Operaciones", (1, "Remedios Zubiri\nDirectora de Operaciones"), source="customer"),
        claim("nature", "El cierre de caja falla en 22 tiendas desde el 7 de septiembre.",
              (1, "desde el 7 de septiembre el cierre de caja falla en 22 tiendas"), source="customer"),
        claim("customer_ask", "La corrección antes del 25 de septiembre de 2026 y una llamada del director.",
              (1, "Necesitamos la corrección antes del 25 de septiembre de 2026 y una llamada de su director"), source="customer"),
        claim("root_cause", "el servicio 3.8 no reconoce el turno de noche", (2, "el servicio 3.8 no reconoce el turno de noche")),
        event("2026-09-15", "Abrí CAJ-5102", (2, "Abrí CAJ-5102"), who="Iker Belmonte"),
    ),
)  # fmt: skip

ITALIAN = Example(
    "it",
    ticket(
        message(
            1, "2026-02-09T09:40", "Ginevra Tomasello", "customer",
            "Buongiorno, dal 2 febbraio le fatture escono con l'IVA sbagliata, 57 documenti finora. Non abbiamo cambiato nulla. Chiediamo la "
            "correzione entro il 20 febbraio 2026 e una nota di credito di 1.280 €.\n\nGinevra Tomasello\nResponsabile amministrativa\nCantine Sorbara",
        ),
        message(
            2, "2026-02-10T15:20", "Ludovico Ferrante", "vendor",
            "La causa è nostra: il modulo 9.1 non legge l'aliquota ridotta. Ho aperto FAT-2260 ieri sera. Cantine Sorbara paga 26.400 € all'anno, "
            "contratto in scadenza il 30 giugno 2026. Account manager: Ottavia Brandi.",
            public=False,
        ),
        people=(
            person("Ginevra Tomasello", "customer", "Responsabile amministrativa"), person("Ludovico Ferrante", "vendor"),
            person("Ottavia Brandi", "vendor"),
        ),
    ),
    (
        claim("account_name", "Cantine Sorbara", (2, "Cantine Sorbara paga 26.400 € all'anno")),
        claim("arr", Money(amount=26400, currency="EUR"), (2, "Cantine Sorbara paga 26.400 € all'anno")),
        claim("renewal_date", "2026-06-30", (2, "contratto in scadenza il 30 giugno 2026")),
        claim("account_owner", "Ottavia Brandi", (2, "Account manager: Ottavia Brandi")),
        claim("contact_name", "Ginevra Tomasello", (1, "Ginevra Tomasello\nResponsabile amministrativa"), source="customer"),
        claim("nature", "Dal 2 febbraio le fatture escono con l'IVA sbagliata: 57 documenti.",
              (1, "dal 2 febbraio le fatture escono con l'IVA sbagliata, 57 documenti finora"), source="customer"),
        claim("customer_ask", "La correzione entro il 20 febbraio 2026 e una nota di credito di 1.280 €.",
              (1, "Chiediamo la correzione entro il 20 febbraio 2026 e una nota di credito di 1.280 €"), source="customer"),
        claim("root_cause", "il modulo 9.1 non legge l'aliquota ridotta", (2, "il modulo 9.1 non legge l'aliquota ridotta")),
        event("2026-02-09", "Aperto FAT-2260", (2, "Ho aperto FAT-2260 ieri sera"), who="Ludovico Ferrante"),
    ),
)  # fmt: skip

PORTUGUESE = Example(
    "pt",
    ticket(
        message(
            1, "2026-08-18T10:05", "Iracema Valadares", "customer",
            "Bom dia, desde 11 de agosto as etiquetas saem trocadas em 9 balcões. Não alteramos nada. Precisamos da correção até 28 de agosto de "
            "2026.\n\nIracema Valadares\nGerente de Operações\nDrogaria Pindorama",
        ),
        message(
            2, "2026-08-19T09:00", "Otávio Carrilho", "vendor",
            "A causa é nossa: a versão 6.6 não grava o lote. Abri ETI-8830 ontem. A Drogaria Pindorama paga R$ 14.500 por mês e o contrato vence em "
            "31/01/2027. CSM: Otávio Carrilho.",
            public=False,
        ),
        people=(person("Iracema Valadares", "customer", "Gerente de Operações"), person("Otávio Carrilho", "vendor")),
    ),
    (
        claim("account_name", "Drogaria Pindorama", (2, "A Drogaria Pindorama paga R$ 14.500 por mês")),
        claim("arr", Money(amount=174000, currency="BRL"), (2, "A Drogaria Pindorama paga R$ 14.500 por mês"), per="month"),
        claim("renewal_date", "2027-01-31", (2, "o contrato vence em 31/01/2027")),
        claim("csm", "Otávio Carrilho", (2, "CSM: Otávio Carrilho")),
        claim("contact_name", "Iracema Valadares", (1, "Iracema Valadares\nGerente de Operações"), source="customer"),
        claim("nature", "As etiquetas saem trocadas em 9 balcões desde 11 de agosto.",
              (1, "desde 11 de agosto as etiquetas saem trocadas em 9 balcões"), source="customer"),
        claim("root_cause", "a versão 6.6 não grava o lote", (2, "a versão 6.6 não grava o lote")),
        event("2026-08-18", "Abri ETI-8830", (2, "Abri ETI-8830 ontem")),
    ),
)  # fmt: skip

DUTCH = Example(
    "nl",
    ticket(
        message(
            1, "2026-04-20T13:45", "Wendelien Baarspul", "customer",
            "Goedemiddag, sinds 13 april komen de orders dubbel binnen, al 76 stuks. Wij hebben niets gewijzigd. Wij willen een oplossing voor 30 april "
            "2026 en een creditnota van € 1.890.\n\nWendelien Baarspul\nHoofd Inkoop\nZuivelhuis Oostergo",
        ),
        message(
            2, "2026-04-21T08:50", "Joost Vermeij", "vendor",
            "De oorzaak ligt bij ons: versie 4.4 controleert het ordernummer niet. Gisteren ORD-6651 geopend. Zuivelhuis Oostergo betaalt € 2.400 per maand, "
            "looptijd tot 31-12-2026. Accountmanager: Floor Ketelaar.",
            public=False,
        ),
        people=(
            person("Wendelien Baarspul", "customer", "Hoofd Inkoop"), person("Joost Vermeij", "vendor"), person("Floor Ketelaar", "vendor"),
        ),
    ),
    (
        claim("account_name", "Zuivelhuis Oostergo", (2, "Zuivelhuis Oostergo betaalt € 2.400 per maand")),
        claim("arr", Money(amount=28800, currency="EUR"), (2, "Zuivelhuis Oostergo betaalt € 2.400 per maand"), per="monthly"),
        claim("renewal_date", "2026-12-31", (2, "looptijd tot 31-12-2026")),
        claim("account_owner", "Floor Ketelaar", (2, "Accountmanager: Floor Ketelaar")),
        claim("contact_name", "Wendelien Baarspul", (1, "Wendelien Baarspul\nHoofd Inkoop"), source="customer"),
        claim("contact_role", "Hoofd Inkoop", (1, "Wendelien Baarspul\nHoofd Inkoop"), source="customer"),
        claim("nature", "Sinds 13 april komen orders dubbel binnen: 76 stuks.", (1, "sinds 13 april komen de orders dubbel binnen, al 76 stuks"), source="customer"),
        claim("root_cause", "versie 4.4 controleert het ordernummer niet", (2, "versie 4.4 controleert het ordernummer niet")),
        event("2026-04-20", "ORD-6651 geopend", (2, "Gisteren ORD-6651 geopend"), who="Joost Vermeij"),
    ),
)  # fmt: skip

SWEDISH = Example(
    "sv",
    ticket(
        message(
            1, "2026-10-06T07:55", "Gunhild Rosenqvist", "customer",
            "Hej, sedan den 1 oktober skrivs fraktsedlarna ut utan vikt på 18 terminaler. Vi har inte ändrat något. Vi vill ha en rättning före den "
            "16 oktober 2026.\n\nGunhild Rosenqvist\nLogistikchef\nNorrvik Trävaror",
        ),
        message(
            2, "2026-10-07T09:30", "Torvald Ekmark", "vendor",
            "Felet är vårt: version 2.9 läser inte vågen. Jag öppnade FRA-1187 igår. Norrvik Trävaror betalar 168 000 SEK per år och avtalet löper ut "
            "2027-03-31. Kundansvarig: Torvald Ekmark.",
            public=False,
        ),
        people=(person("Gunhild Rosenqvist", "customer", "Logistikchef"), person("Torvald Ekmark", "vendor")),
    ),
    (
        claim("account_name", "Norrvik Trävaror", (2, "Norrvik Trävaror betalar 168 000 SEK per år")),
        claim("arr", Money(amount=168000, currency="SEK"), (2, "Norrvik Trävaror betalar 168 000 SEK per år")),
        claim("renewal_date", "2027-03-31", (2, "avtalet löper ut 2027-03-31")),
        claim("csm", "Torvald Ekmark", (2, "Kundansvarig: Torvald Ekmark")),
        claim("contact_name", "Gunhild Rosenqvist", (1, "Gunhild Rosenqvist\nLogistikchef"), source="customer"),
        claim("nature", "Fraktsedlarna skrivs ut utan vikt på 18 terminaler sedan den 1 oktober.",
              (1, "sedan den 1 oktober skrivs fraktsedlarna ut utan vikt på 18 terminaler"), source="customer"),
        claim("root_cause", "version 2.9 läser inte vågen", (2, "version 2.9 läser inte vågen")),
        event("2026-10-06", "FRA-1187 öppnades", (2, "Jag öppnade FRA-1187 igår"), who="Torvald Ekmark"),
    ),
)  # fmt: skip

POLISH = Example(
    "pl",
    ticket(
        message(
            1, "2026-11-03T10:25", "Bożena Świerczyńska", "customer",
            "Dzień dobry, od 26 października zamówienia dublują się, już 93 sztuki. Niczego nie zmienialiśmy. Oczekujemy poprawki do 13 listopada 2026.\n\n"
            "Bożena Świerczyńska\nKierownik zakupów\nMleczarnia Podlaska Dolina",
        ),
        message(
            2, "2026-11-04T12:00", "Zbigniew Traczyk", "vendor",
            "Przyczyna jest po naszej stronie: wersja 8.7 nie sprawdza numeru zamówienia. Wczoraj otworzyłem ZAM-4096. Mleczarnia Podlaska Dolina płaci "
            "96 000 zł rocznie, umowa do 28 lutego 2027. Opiekun klienta: Zbigniew Traczyk.",
            public=False,
        ),
        people=(person("Bożena Świerczyńska", "customer", "Kierownik zakupów"), person("Zbigniew Traczyk", "vendor")),
    ),
    (
        claim("account_name", "Mleczarnia Podlaska Dolina", (2, "Mleczarnia Podlaska Dolina płaci 96 000 zł rocznie")),
        claim("arr", Money(amount=96000, currency="PLN"), (2, "Mleczarnia Podlaska Dolina płaci 96 000 zł rocznie")),
        claim("renewal_date", "2027-02-28", (2, "umowa do 28 lutego 2027")),
        claim("csm", "Zbigniew Traczyk", (2, "Opiekun klienta: Zbigniew Traczyk")),
        claim("contact_name", "Bożena Świerczyńska", (1, "Bożena Świerczyńska\nKierownik zakupów"), source="customer"),
        claim("nature", "Od 26 października zamówienia dublują się: 93 sztuki.", (1, "od 26 października zamówienia dublują się, już 93 sztuki"), source="customer"),
        claim("root_cause", "wersja 8.7 nie sprawdza numeru zamówienia", (2, "wersja 8.7 nie sprawdza numeru zamówienia")),
        event("2026-11-03", "Otwarto ZAM-4096", (2, "Wczoraj otworzyłem ZAM-4096"), who="Zbigniew Traczyk"),
    ),
)  # fmt: skip

CHINESE = Example(
    "zh",
    ticket(
        message(
            1, "2026-07-14T09:10", "贺兰芝", "customer",
            "各位好,我是贺兰芝,澄湖食品的仓储总监。7 月 9 日升级以后,出库单一直打不出来,已经压了 37 车货。我们没有改过任何设置。"
            "请在 7 月 22 日(周三)前彻底修复,并减免 7 月份服务费。",
        ),
        message(
            2, "2026-07-15T10:40", "祝青野", "vendor",
            "原因在我们:6.2 版本没有兼容旧网关的接口。昨天下午已开单 WT-3308。澄湖食品年费 36 万(人民币),合同 2026/12/31 到期。CSM:祝青野。续约风险改成黄色。",
            public=False,
        ),
        people=(person("贺兰芝", "customer", "仓储总监"), person("祝青野", "vendor")),
    ),
    (
        claim("account_name", "澄湖食品", (2, "澄湖食品年费 36 万(人民币)")),
        claim("arr", Money(amount=360000, currency="CNY"), (2, "澄湖食品年费 36 万(人民币)")),
        claim("renewal_date", "2026-12-31", (2, "合同 2026/12/31 到期")),
        claim("renewal_risk", "amber", (2, "续约风险改成黄色")),
        claim("csm", "祝青野", (2, "CSM:祝青野")),
        claim("contact_name", "贺兰芝", (1, "我是贺兰芝,澄湖食品的仓储总监"), source="customer"),
        claim("contact_role", "仓储总监", (1, "我是贺兰芝,澄湖食品的仓储总监"), source="customer"),
        claim("nature", "7 月 9 日升级以后出库单打不出来,已压 37 车货。", (1, "7 月 9 日升级以后,出库单一直打不出来,已经压了 37 车货"), source="customer"),
        claim("customer_ask", "7 月 22 日前彻底修复;减免 7 月份服务费", (1, "请在 7 月 22 日(周三)前彻底修复,并减免 7 月份服务费"), source="customer"),
        claim("root_cause", "6.2 版本没有兼容旧网关的接口", (2, "6.2 版本没有兼容旧网关的接口")),
        event("2026-07-14", "已开单 WT-3308", (2, "昨天下午已开单 WT-3308"), who="祝青野"),
    ),
)  # fmt: skip

JAPANESE = Example(
    "ja",
    ticket(
        message(
            1, "2026-06-16T10:15", "水無瀬 涼子", "customer",
            "お世話になっております。6月11日の更新以降、出荷ラベルが印刷されません。すでに52件が止まっています。設定は変更していません。"
            "6月24日までに復旧をお願いします。\n\n水無瀬 涼子\n物流部長\n白砂運輸株式会社",
        ),
        message(
            2, "2026-06-17T11:20", "栂野 健", "vendor",
            "原因は当社側です。4.1版は旧プリンターを認識しません。昨日、課題 LBL-2045 を登録しました。白砂運輸株式会社は年額 4,800,000円、契約満了は 2027年3月31日です。"
            "営業担当:栂野 健。",
            public=False,
        ),
        people=(person("水無瀬 涼子", "customer", "物流部長"), person("栂野 健", "vendor")),
    ),
    (
        claim("account_name", "白砂運輸株式会社", (2, "白砂運輸株式会社は年額 4,800,000円")),
        claim("arr", Money(amount=4800000, currency="JPY"), (2, "白砂運輸株式会社は年額 4,800,000円")),
        claim("renewal_date", "2027-03-31", (2, "契約満了は 2027年3月31日です")),
        claim("account_owner", "栂野 健", (2, "営業担当:栂野 健")),
        claim("contact_name", "水無瀬 涼子", (1, "水無瀬 涼子\n物流部長"), source="customer"),
        claim("contact_role", "物流部長", (1, "水無瀬 涼子\n物流部長"), source="customer"),
        claim("nature", "6月11日の更新以降、出荷ラベルが印刷されません。52件が停止。", (1, "6月11日の更新以降、出荷ラベルが印刷されません。すでに52件が止まっています"), source="customer"),
        claim("customer_ask", "6月24日までに復旧", (1, "6月24日までに復旧をお願いします"), source="customer"),
        claim("root_cause", "4.1版は旧プリンターを認識しません", (2, "4.1版は旧プリンターを認識しません")),
        event("2026-06-16", "課題 LBL-2045 を登録", (2, "昨日、課題 LBL-2045 を登録しました"), who="栂野 健"),
    ),
)  # fmt: skip

KOREAN = Example(
    "ko",
    ticket(
        message(
            1, "2026-08-04T09:35", "표은솔", "customer",
            "안녕하세요. 7월 30일 업데이트 이후 송장이 출력되지 않습니다. 이미 61건이 밀렸습니다. 저희는 설정을 바꾸지 않았습니다. 8월 14일까지 복구를 요청합니다.\n\n"
            "표은솔\n물류팀장\n한들유통",
        ),
        message(
            2, "2026-08-05T13:10", "제갈윤", "vendor",
            "원인은 저희 쪽입니다. 3.5 버전은 기존 프린터를 인식하지 못합니다. 어제 INV-7120 이슈를 등록했습니다. 한들유통은 월 350만 원, 계약 만료는 2027년 1월 31일입니다. "
            "고객 성공 담당: 제갈윤.",
            public=False,
        ),
        people=(person("표은솔", "customer", "물류팀장"), person("제갈윤", "vendor")),
    ),
    (
        claim("account_name", "한들유통", (2, "한들유통은 월 350만 원")),
        claim("arr", Money(amount=42000000, currency="KRW"), (2, "한들유통은 월 350만 원"), per="monthly"),
        claim("renewal_date", "2027-01-31", (2, "계약 만료는 2027년 1월 31일입니다")),
        claim("csm", "제갈윤", (2, "고객 성공 담당: 제갈윤")),
        claim("contact_name", "표은솔", (1, "표은솔\n물류팀장"), source="customer"),
        claim("nature", "7월 30일 업데이트 이후 송장이 출력되지 않습니다. 61건이 밀렸습니다.",
              (1, "7월 30일 업데이트 이후 송장이 출력되지 않습니다. 이미 61건이 밀렸습니다."), source="customer"),
        claim("root_cause", "3.5 버전은 기존 프린터를 인식하지 못합니다", (2, "3.5 버전은 기존 프린터를 인식하지 못합니다")),
        event("2026-08-04", "INV-7120 이슈를 등록했습니다", (2, "어제 INV-7120 이슈를 등록했습니다"), who="제갈윤"),
    ),
)  # fmt: skip

RECORD = Example(
    "en",
    ticket(
        message(
            1, "2026-01-20T15:00", "Ansel Whitcombe", "customer",
            "The nightly export stopped on January 17 and 2,140 rows are missing. Please restore it by January 30.\n\nAnsel Whitcombe\nData Steward",
        ),
        record="Company: Tarn Valley Water\nPlan: Enterprise\nAnnual value: 264,000.00\nCurrency: CAD\nContract end: 2026-08-31\n"
        "Assigned CSM: Ines Calloway\nAccount executive: Bram Oyston\nHealth: amber",
        people=(person("Ansel Whitcombe", "customer", "Data Steward"),),
    ),
    (
        claim("account_name", "Tarn Valley Water", (0, "Tarn Valley Water"), source="record"),
        claim("account_tier", "Enterprise", (0, "Enterprise"), source="record"),
        claim("arr", Money(amount=264000, currency="CAD"), (0, "264,000.00"), (0, "Currency: CAD"), source="record"),
        claim("renewal_date", "2026-08-31", (0, "2026-08-31"), source="record"),
        claim("csm", "Ines Calloway", (0, "Ines Calloway"), source="record"),
        claim("account_owner", "Bram Oyston", (0, "Account executive: Bram Oyston"), source="record"),
        claim("renewal_risk", "amber", (0, "Health: amber"), source="record"),
        claim("contact_name", "Ansel Whitcombe", (1, "Ansel Whitcombe\nData Steward"), source="customer"),
        claim("contact_role", "Data Steward", (1, "Ansel Whitcombe\nData Steward"), source="customer"),
        event("2026-01-17", "The nightly export stopped and 2,140 rows are missing", (1, "The nightly export stopped on January 17 and 2,140 rows are missing")),
    ),
)  # fmt: skip

EXAMPLES = (
    ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH, SWEDISH, POLISH, CHINESE, JAPANESE, KOREAN, RECORD,
)  # fmt: skip


def judged(example: Example, one: Claim, of: Ticket | None = None) -> str | None:
    """Return why the claim falls, judged with the example's names beside it; null when it stands."""
    company = [c for c in example.claims if c.field in {"account_name", "contact_name"} and c.field != one.field]
    result = ground(Reading(claims=(*company, one)), of or example.ticket)
    return next((r.reason for r in result.refused if r.claim is one or r.claim == one), None)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.language)
def test_every_true_claim_of_every_language_stands(example: Example):
    result = ground(Reading(claims=example.claims), example.ticket)
    assert [r.reason for r in result.refused] == []


def test_facts_carry_the_quote_as_it_stands_in_its_message():
    facts = ground(Reading(claims=ENGLISH.claims), ENGLISH.ticket).facts
    for name in type(facts).model_fields:
        for ev in facts.get(name).evidence:
            source = ENGLISH.ticket.message(ev.message)
            assert source is not None
            assert source.text[ev.start : ev.end] == ev.quote


def test_a_monthly_fee_becomes_yearly_with_the_product_in_the_note():
    fact = ground(Reading(claims=ENGLISH.claims), ENGLISH.ticket).facts.arr
    assert fact.value == Money(amount=37800, currency="USD")
    assert fact.source == "computed"
    assert fact.note == "12 x 3,150 = 37,800 USD"


def test_a_colour_in_another_language_is_kept_by_its_english_name():
    value: FactValue | None = ground(Reading(claims=GERMAN.claims), GERMAN.ticket).facts.renewal_risk.value
    assert value == "amber"
