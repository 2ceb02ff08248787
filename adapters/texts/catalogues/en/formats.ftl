### How numbers and dates are written.

# Between groups of three digits.
number-groups = { "," }
# Before the digits of a fraction.
number-point = { "." }

# A day with its month and year.
date-full = { $day } { date-month } { $year }
# The first of two days in the same year.
date-day = { $day } { date-month }
# A full date, and the time of day.
date-time = { $date } { $time }
date-month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
