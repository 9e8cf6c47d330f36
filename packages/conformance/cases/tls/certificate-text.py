# What ssl does with a certificate's text: times, PEM and DER, and what it refuses.
import ssl


def attempt(call, *args):
    try:
        print(ascii(call(*args)))
    except (ValueError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)


for text in (
    "Jan  5 09:34:43 2018 GMT",
    "JAN 05 09:34:43 2018 GMT",
    "Feb 31 00:00:60 2000 GMT",
    "Dec 31 23:59:59 9999 GMT",
    "Jan  5 09:34:43 2018",
    "Jan  5 09:34:62 2018 GMT",
    "Jän  5 09:34:43 2018 GMT",
    "",
    None,
):
    attempt(ssl.cert_time_to_seconds, text)

for der in (b"", b"abc", b"a" * 48, bytearray(b"a" * 49), "text"):
    attempt(ssl.DER_cert_to_PEM_cert, der)

whole = f"{ssl.PEM_HEADER}\nMIIB\n{ssl.PEM_FOOTER}"
for pem in (whole, whole + "\n\n ", " " + whole, whole[:-1], "", whole.replace("MIIB", "M!I\nIB"), whole.replace("B\n", "é\n")):
    attempt(ssl.PEM_cert_to_DER_cert, pem)
