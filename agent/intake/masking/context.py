"""The words before a number that make it something else than a person's: an order, a shipment, a serial number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.masking.scan import pattern, terms

if TYPE_CHECKING:
    from agent.intake.masking.scan import Scan

_THINGS = terms("""
    order po p.o. purchase invoice inv ticket case sku part item article art. serial s/n sn model batch lot
    tracking shipment parcel awb waybill container pallet sscc imei imsi iccid ean gtin gln upc isbn issn build
    version commit hash revision confirmation booking reservation transaction txn trace request message
    message-id phone tel tel. telephone fax mobile cell ext ext. extension call asset device log id ref
    reference customer account contract epoch timestamp meeting zoom webinar quote rma return delivery job task
    bug issue session vat duns bestellung bestellnummer bestell-nr auftrag auftragsnummer auftrags-nr rechnung
    rechnungsnummer artikel artikelnummer kundennummer kunden-nr lieferschein lieferung sendung sendungsnummer
    vorgang vertragsnummer seriennummer telefon durchwahl handy commande facture colis suivi client dossier
    série tél téléphone siren siret pedido factura envío seguimiento cliente serie teléfono fatura rastreio
    telefone nota ordine fattura spedizione bestelling factuur zending klantnummer beställning faktura ordre
    ordrenummer tilaus lasku zamówienie zamówienia przesyłka objednávka заказ заказа счет накладная телефон тел
    sipariş fatura 订单 订单号 发票 发票号 单号 工单 运单 快递单号 电话 手机 訂單 注文番号 注文 請求書 追跡番号
    伝票番号 電話 주문번호 주문 송장번호 운송장 전화
""")
ALWAYS = frozenset(
    terms("""
    order ticket case po p.o. purchase invoice tracking shipment awb imei sscc ean gtin isbn iccid serial
    bestellung bestellnummer auftrag auftragsnummer rechnung commande facture pedido factura
    订单 订单号 发票 单号 注文番号 주문번호 заказ заказа
""")
)
_LINKS = frozenset(
    terms("""
    number no no. nr nr. num n° nº num. № # : is was number: no: id: id the - numbers and lautet ist est es del de
    von für numéro número
""")
)
_REACH = 40
_WORDS_BACK = 4


def preceded_by(scan: Scan, start: int, *, strong_only: bool = False) -> bool:
    """Whether the nearest noun before the place names a thing that has numbers.

    `strong_only` counts orders and shipments alone.
    """
    line_start, _ = scan.line(start)
    before = scan.folded[max(line_start, start - _REACH) : start]
    words = [word.strip("():=\"'[]#,;") for word in pattern(r"[\s:=#/]+").split(before)]
    words = [word for word in words if word]
    for word in reversed(words[-_WORDS_BACK:]):
        if word in ALWAYS or (not strong_only and word in _THINGS):
            return True
        if word in _LINKS:
            continue
        tail = pattern(r"(订单号?|发票号?|工单|单号|运单号?|注文番号|追跡番号|주문번호|송장번호)$").search(word)
        return tail is not None
    return False
