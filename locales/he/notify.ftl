# מה שההתראות אומרות. מספרים ושמות מגיעים כארגומנטים; דבר כאן אינו קורא לפונקציה.
# בכותרת 45 תווים לכל היותר ובגוף 110: מה שארוך יותר מאבד את סופו. המונחון ב־app.ftl.

request-title = { $who }: בקשה ל־{ $role }
request-body = סיכון { $risk }. { $length } ב־{ $tenant }. { $answer }
unclassified-body = התפקיד לא סווג: נחשב סיכון { $risk }. { $length } ב־{ $tenant }. { $answer }
hidden-title = { $count ->
    [one] בקשה להרשאה מיוחדת
    [two] שתי בקשות להרשאה מיוחדת
   *[other] { $count } בקשות להרשאה מיוחדת
}
hidden-body = סיכון { $risk }. { $answer }

group-title = { $count } בקשות מאת { $who }
group-body = סיכון { $risk } לכל היותר. { $answer }

flood-body = סיכון { $risk }. ייתכן שמדובר בהצפת בקשות. ההודעה נמסרת פעם אחת.

crowd-title = { $count } בקשות ממתינות
crowd-body = { $people ->
    [one] ממבקש אחד.
    [two] משני מבקשים.
   *[other] מ־{ $people } מבקשים.
} סיכון { $risk } לכל היותר. { $answer }

half-body = חלפה מחצית הזמן. סיכון { $risk }. { $answer }
waits-body = ממתינה כבר { $waited }. סיכון { $risk }. { $answer }
last-body = הזמן תם בעוד { $left }. סיכון { $risk }.
last-title = זמנן של { $count } בקשות תם
last-many-body = הראשונה בעוד { $left }. סיכון { $risk } לכל היותר.

digest-title = { $count ->
    [one] בקשה אחת ממתינה
    [two] שתי בקשות ממתינות
   *[other] { $count } בקשות ממתינות
}
digest-body = סיכון { $risk } לכל היותר. { $end }

away-title = { $count ->
    [one] זמנה של בקשה אחת תם בהיעדרך
    [two] זמנן של שתי בקשות תם בהיעדרך
   *[other] זמנן של { $count } בקשות תם בהיעדרך
}
away-body = כדאי להחליט לפני היציאה. הראשונה בעוד { $left }. סיכון { $risk } לכל היותר.

back-title = { $why ->
    [away] בזמן היעדרך
    [quiet] בשעות השקט שלך
   *[paused] בזמן שההתראות הושהו
}
back-body = { $count ->
    [0] דבר אינו ממתין.
    [one] בקשה אחת ממתינה, סיכון { $risk }.
    [two] שתי בקשות ממתינות, סיכון { $risk } לכל היותר.
   *[other] { $count } בקשות ממתינות, סיכון { $risk } לכל היותר.
} { $missed ->
    [0] אף בקשה לא פגה בלי שנראתה.
    [one] אחת פגה בלי מענה.
    [two] שתיים פגו בלי מענה.
   *[other] { $missed } פגו בלי מענה.
}

stopped-title = לא ניתן להעניק ב־{ $queue }
stopped-any-title = לא ניתן להעניק באחד התורים
stopped-body = { $why ->
    [device] המכשיר הזה אינו מוכר שם עוד. Doorward מראה את הדרך חזרה.
    [log] היומן של המכשיר הזה אינו נמשך. Doorward אומר מה לעשות.
   *[queue-log] היומן של התור עצמו אינו נמשך. Doorward אומר מה לעשות.
}

risk = { $place ->
    [first] { $level ->
        [low] נמוך
        [medium] בינוני
        [high] גבוה
       *[critical] קריטי
    }
   *[within] { $level ->
        [low] נמוך
        [medium] בינוני
        [high] גבוה
       *[critical] קריטי
    }
}
left = { $unit ->
    [moment] פחות מדקה
    [minute] { $count } דק׳
    [hour] { $count } שע׳
   *[day] { $count ->
        [one] יום
        [two] יומיים
       *[other] { $count } ימים
    }
}
answer = { $ends ->
    [no] ללא מועד אחרון.
   *[yes] למענה בתוך { $left }.
}
answer-first = { $ends ->
    [no] לאף אחת אין מועד אחרון.
   *[yes] מענה לראשונה בתוך { $left }.
}
runs-out-first = { $ends ->
    [no] לאף אחת אין מועד אחרון.
   *[yes] זמנה של הראשונה תם בעוד { $left }.
}
once = פעם אחת
endless = ללא סיום מבוקש
untold = המשך לא צוין
unit = { $unit ->
    [day] { $count ->
        [one] יום
        [two] יומיים
       *[other] { $count } ימים
    }
    [hour] { $count } שע׳
    [minute] { $count } דק׳
   *[second] { $count } שנ׳
}
