"""How schemathesis writes the media types that it does not know."""

import schemathesis

# Excel on Windows labels CSV so.
schemathesis.serializer.alias("application/vnd.ms-excel", "text/csv")
