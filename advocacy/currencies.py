"""The currencies of ISO 4217 that money is received in: today's, and those of the caucus's own past."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CODES = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BYR BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK
    HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD
    MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR
    RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SKK SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD
    TWD TZS UAH UGX USD UYU UZS VED VEF VES VND VUV WST XAF XCD XCG XDR XOF XPF YER ZAR ZMK ZMW ZWG ZWL
"""
CURRENCIES = frozenset(CODES.split())


def is_a_currency(code: str) -> None:
    """Refuse what is not an ISO 4217 code, with the mended code where only the case is wrong."""
    if code in CURRENCIES:
        return
    if code.upper() in CURRENCIES:
        raise ValidationError(_("Write the currency in capitals: %(code)s.") % {"code": code.upper()}, code="currency")
    raise ValidationError(
        _("“%(code)s” is not an ISO currency code. Write three letters: EUR, USD, BDT.") % {"code": code},
        code="currency",
    )
