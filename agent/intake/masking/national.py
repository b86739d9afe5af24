"""The table of national identifiers: how they are written, what they are called, and which check their digits obey.

`free` shapes are specific enough (or, with their check, rare enough by chance) to be taken without a label; `labelled`
is what may follow a label. 9 stands for a digit, A for a capital. `check` names the module of python-stdnum that knows
the check digits. A number without any check (US SSN, UK NINO) is bounded by its `rule`.
"""

from __future__ import annotations

from typing import NamedTuple

from agent.intake.masking.scan import terms


class Identifier(NamedTuple):
    """One country's identifier of a person."""

    labels: tuple[str, ...]
    labelled: str
    free: tuple[str, ...] = ()
    check: str = ""
    rule: str = ""


_D9 = r"\d{3}[ .-]?\d{3}[ .-]?\d{3}"
_D11 = r"\d(?:[ ./-]?\d){10}"
_SSN = r"(?!000|666|9(?!\d\d[- ]?(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])))\d{3}[- ]?(?!00)\d{2}[- ]?(?!0000)\d{4}"
_NINO = r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-TW-Z][A-CEGHJ-NP-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]"
_NIR = r"[1-478][ .]?\d{2}[ .]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .]?(?:\d{2}|2[AB])[ .]?\d{3}[ .]?\d{3}(?:[ .-]{0,3}\d{2})?"
_NIR_FREE = r"[12][ ]?\d{2}[ ]?(?:0[1-9]|1[0-2])[ ]?(?:\d{2}|2[AB])[ ]?\d{3}[ ]?\d{3}[ ]?\d{2}"
_CF = r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]"
_YMD = r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_PNR = rf"(?:19|20)?{_YMD}[ +-]?\d{{4}}"

TABLE: tuple[Identifier, ...] = (
    Identifier(
        terms("""
    ssn|ssns|social security|social sec|soc sec|ss#|ss #|social|itin|taxpayer id|tax id|tin|seguro social
"""),
        _SSN,
        ("999-99-9999",),
        rule=_SSN,
    ),
    Identifier(
        ("nino", "ni number", "ni no", "n.i.", "ni", "national insurance"),
        _NINO,
        ("AA999999A", "AA 99 99 99 A", "AA 999999 A", "AA-99-99-99-A"),
        rule=_NINO,
    ),
    Identifier(("nhs", "chi number", "chi no"), r"\d{3}[ -]?\d{3}[ -]?\d{4}", check="gb.nhs"),
    Identifier(
        terms("""
    steuer-id|steuer id|steuerid|steuer-idnr|steueridentifikationsnummer|steuer-identifikationsnummer|idnr|
    steuernummer|tax id|tin
"""),
        _D11,
        check="de.idnr",
    ),
    Identifier(
        (
            "sozialversicherungsnummer",
            "sozialversicherungsnr",
            "sv-nummer",
            "sv-nr",
            "rentenversicherungsnummer",
            "rvnr",
            "versicherungsnummer",
            "sozialvers",
        ),
        r"\d{2}[ ]?\d{6}[ ]?[A-Z][ ]?\d{3}|\d{4}[ ]?\d{6}|756[.]?\d{4}[.]?\d{4}[.]?\d{2}",
    ),
    Identifier(
        ("nir", "sécurité sociale", "securite sociale", "sécu", "insee", "n° ss"),
        _NIR,
        ("9 99 99 99 999 999 99", "999999999999999", "9999999999999 99", "99999AA99999999", "99999A999999999"),
        "fr.nir",
        _NIR_FREE,
    ),
    Identifier(
        ("dni", "nif", "documento nacional"),
        r"\d{1,2}[. ]?\d{3}[. ]?\d{3}[- ]?[A-Z]?|\d{9}",
        ("99999999A", "99999999-A"),
        "es.dni",
    ),
    Identifier(("nie",), r"[XYZ][- ]?\d{7}[- ]?[A-Z]", ("A9999999A", "A-9999999-A", "A9999999-A"), "es.nie"),
    Identifier(
        ("codice fiscale", "cod. fisc.", "cod fiscale", "c.f.", "cf"),
        _CF,
        ("AAAAAA99A99A999A",),
        "it.codicefiscale",
        _CF,
    ),
    Identifier(("cpf",), r"\d{3}[ .]?\d{3}[ .]?\d{3}[ -]?\d{2}", ("999.999.999-99",), "br.cpf"),
    Identifier(("rg",), r"\d{1,2}\.\d{3}\.\d{3}-[\dX]"),
    Identifier(
        ("bsn", "burgerservicenummer", "sofinummer", "sofi-nummer", "burger service nummer"),
        r"\d{3}[ .]?\d{2}[ .]?\d{4}|\d{4}[. ]\d{2}[. ]\d{3}|" + _D9,
        check="nl.bsn",
    ),
    Identifier(
        ("rijksregisternummer", "numéro national", "registre national", "nationaal nummer", "insz", "niss", "rrn"),
        r"\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}",
        ("99.99.99-999.99",),
        "be.nn",
    ),
    Identifier(
        ("personnummer", "personnr", "pers.nr", "pnr", "samordningsnummer", "personal identity number"),
        _PNR + r"|\d{6}[ ]?\d{5}",
        ("999999-9999", "99999999-9999", "999999+9999"),
        "se.personnummer",
    ),
    Identifier(
        ("fødselsnummer", "fodselsnummer", "fødselsnr", "fnr", "d-nummer"),
        r"\d{6}[ ]?\d{5}",
        ("999999 99999", "99999999999"),
        "no.fodselsnummer",
    ),
    Identifier(("cpr", "cpr-nummer", "cpr-nr", "cprnr"), r"\d{6}[ -]?\d{4}", check="dk.cpr"),
    Identifier(("kennitala",), r"\d{6}[ -]?\d{4}", check="is_.kennitala"),
    Identifier(
        ("hetu", "henkilötunnus", "henkilötunnuksen", "sotu"),
        r"\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]",
        ("999999-999A", "999999-9999", "999999A999A", "999999A9999", "999999+999A"),
        "fi.hetu",
    ),
    Identifier(("pesel",), r"\d{11}", check="pl.pesel"),
    Identifier(
        ("rodné číslo", "rodne cislo", "rodného čísla", "r.č.", "rč"), r"\d{6}[/ ]?\d{3,4}", ("999999/9999",), "cz.rc"
    ),
    Identifier(("cnp", "cod numeric personal"), r"\d{13}", check="ro.cnp"),
    Identifier(("egn", "егн"), r"\d{10}", check="bg.egn"),
    Identifier(("taj", "adóazonosító", "személyi szám"), r"\d{3}[ -]?\d{3}[ -]?\d{3,4}"),
    Identifier(("amka", "αμκα", "afm", "αφμ"), r"\d{11}|\d{9}"),
    Identifier(("oib",), r"\d{11}", check="hr.oib"),
    Identifier(("emšo", "emso", "jmbg", "матични број"), r"\d{13}", check="si.emso"),
    Identifier(("isikukood", "asmens kodas", "personas kods"), r"\d{6}-?\d{5}"),
    Identifier(
        ("ahv", "ahv-nr", "avs", "ahv-nummer", "n° avs", "ahvn13"),
        r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}",
        ("999.9999.9999.99",),
        "ch.ssn",
    ),
    Identifier(("svnr", "sv-nr", "svnr."), r"\d{4}[ ]?\d{6}", check="at.vnr"),
    Identifier(("pps", "ppsn", "pps number"), r"\d{7}[A-W][A-IW]?", check="ie.pps"),
    Identifier(
        ("cartão de cidadão", "cartao de cidadao", "contribuinte"), r"\d{8}[ ]?\d[ ]?[A-Z]{2}\d|\d{3}[ ]?\d{3}[ ]?\d{3}"
    ),
    Identifier(
        ("身份证", "身份證", "身份证号", "身份证号码", "公民身份号码", "证件号"),
        r"\d{17}[\dXx]|\d{15}|[A-Z][12]\d{8}|[A-Z]{1,2}\d{6}\([\dA]\)",
        ("9" * 18, "9" * 17 + "A", "9" * 17 + "a", "999999 99999999 9999", "999999 99999999 999A"),
        "cn.ric",
    ),
    Identifier(("マイナンバー", "個人番号", "my number"), r"\d{4}[ -]?\d{4}[ -]?\d{4}", check="jp.in_"),
    Identifier(
        ("주민등록번호", "주민번호", "외국인등록번호", "rrn"),
        r"\d{6}-?[1-8]\d{6}",
        ("999999-9999999",),
        "kr.rrn",
        _YMD + r"-[1-8]\d{6}",
    ),
    Identifier(("aadhaar", "aadhar", "uidai", "आधार"), r"[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}", check="in_.aadhaar"),
    Identifier(
        ("pan", "pan card", "pan no", "permanent account number"),
        r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]",
        ("AAAAA9999A",),
        "in_.pan",
        r"[A-Z]{3}P[A-Z]\d{4}[A-Z]",
    ),
    Identifier(("SIN", "social insurance", "assurance sociale", "NAS"), _D9, check="ca.sin"),
    Identifier(("tfn", "tax file number"), r"\d{3}[ -]?\d{3}[ -]?\d{2,3}", check="au.tfn"),
    Identifier(
        ("medicare", "medicare card"),
        r"[2-6]\d{3}[ -]?\d{5}[ -]?\d(?:[ /-]?\d)?|[1-9][A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d{2}",
    ),
    Identifier(("ird", "ird number"), r"\d{2,3}[ -]?\d{3}[ -]?\d{3}", check="nz.ird"),
    Identifier(
        ("curp",), r"[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d", ("AAAA999999AAAAAA99", "AAAA999999AAAAAAA9"), "mx.curp"
    ),
    Identifier(("rfc",), r"[A-ZÑ]{4}\d{6}[A-Z0-9]{3}"),
    Identifier(("rut", "run"), r"\d{1,2}\.?\d{3}\.?\d{3}-[\dKk]", check="cl.rut"),
    Identifier(("cuil", "cuit"), r"\d{2}-?\d{8}-?\d", check="ar.cuit"),
    Identifier(
        ("cédula", "cedula", "cédula de ciudadanía", "cédula de identidad"),
        r"(?:[VE]-?)?\d{1,3}(?:[. ]?\d{3}){2,3}(?:-\d)?",
    ),
    Identifier(("cnic", "nadra"), r"\d{5}-?\d{7}-?\d", ("99999-9999999-9",)),
    Identifier(
        ("nric", "fin", "ic number", "mykad", "no. kp", "kad pengenalan"),
        r"[STFGM]\d{7}[A-Z]|\d{6}-?\d{2}-?\d{4}",
        ("A9999999A",),
        "sg",
        r"[STFGM]\d{7}[A-Z]",
    ),
    Identifier(
        ("mykad", "kad pengenalan"), r"\d{6}-?\d{2}-?\d{4}", ("999999-99-9999",), "my.nric", _YMD + r"-\d{2}-\d{4}"
    ),
    Identifier(
        ("hkid", "hong kong id"), r"[A-Z]{1,2}\d{6}\(?[\dA]\)?", ("A999999(9)", "AA999999(9)", "A999999(A)"), "hk"
    ),
    Identifier(("国民身分証", "身分證", "身分證字號", "taiwan id"), r"[A-Z][12]\d{8}"),
    Identifier(
        ("thai id", "บัตรประชาชน", "เลขประจำตัวประชาชน"), r"\d-?\d{4}-?\d{5}-?\d{2}-?\d", ("9-9999-99999-99-9",), "th.pin"
    ),
    Identifier(("nik", "ktp", "no. ktp"), r"\d{16}"),
    Identifier(("cccd", "căn cước", "cmnd"), r"\d{12}|\d{9}"),
    Identifier(("teudat zehut", "ת.ז", "תעודת זהות", "israeli id"), r"\d{9}|\d{8}-\d", check="il.idnr"),
    Identifier(
        ("emirates id", "الهوية"),
        r"784-?\d{4}-?\d{7}-?\d|\d{10,15}",
        ("999-9999-9999999-9",),
        rule=r"784-\d{4}-\d{7}-\d",
    ),
    Identifier(("снилс", "snils"), r"\d{3}[- ]?\d{3}[- ]?\d{3}[- ]?\d{2}", ("999-999-999 99",)),
    Identifier(("инн", "иин", "рнокпп"), r"\d{12}|\d{10}"),
    Identifier(("tc kimlik", "tckn", "t.c. kimlik", "kimlik no", "tc no"), r"[1-9]\d{10}", check="tr.tckimlik"),
    Identifier(("south african id", "sa id", "rsa id"), r"\d{6}[ ]?\d{4}[ ]?\d{3}", check="za.idnr"),
    Identifier(("nin", "bvn"), r"\d{11}"),
    Identifier(
        ("medicaid", "krankenversichertennummer", "versichertennummer", "kvnr", "kv-nummer"),
        r"[A-Z]\d{9}|[A-Z0-9]{8,12}",
    ),
    Identifier(
        terms("""
    national id|national identity|identity card|id card|identity number|citizen id|personal id|personalausweis|
    personalausweisnummer|ausweisnummer|ausweis-nr|carte d'identité|carte nationale d'identité|cni|carta d'identità|
    identiteitskaart|dowód osobisty|dowodu osobistego|občanský průkaz|id-kort|green card|residence permit|
    aufenthaltstitel
"""),
        r"(?=[A-Z0-9 .-]{0,12}\d)(?:[A-Z]{0,3}[- ]?\d{6,13}[- ]?[A-Z]?\d?"
        r"|[A-Z0-9]*\d[A-Z0-9]*\d[A-Z0-9]*\d[A-Z0-9]{2,12})",
    ),
)
