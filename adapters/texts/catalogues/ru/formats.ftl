### How numbers and dates are written.

# Between groups of three digits: a no-break space.
number-groups = { "\u00A0" }
# Before the digits of a fraction.
number-point = { "," }

# A day with its month and year.
date-full = { $day } { date-month } { $year }{ "\u00A0" }г.
# The first of two days in the same year.
date-day = { $day } { date-month }
# A full date, and the time of day.
date-time = { $date }, { $time }
# In the genitive.
date-month =
    { $month ->
        [1] января
        [2] февраля
        [3] марта
        [4] апреля
        [5] мая
        [6] июня
        [7] июля
        [8] августа
        [9] сентября
        [10] октября
        [11] ноября
       *[12] декабря
    }
