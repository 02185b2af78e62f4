# המילים של הממשק עצמו: שמות של מקומות ופקדים, ומסגרות של זמנים שנותרו. מה שנאמר על בקשה, על הרשאה או על היומן מגיע מהליבה.
#
# מונחון
#   request      בקשה
#   grant        הענקה; הרשאה שהוענקה (מסתיימת מעצמה)
#   agree        הסכמה (כשנדרשת גם הסכמה של אחרים)
#   deny         דחייה
#   revoke       שלילה
#   approver     מי שמחליט; בלי לשון זכר
#   requester    מי שמבקש
#   tenant       ארגון
#   queue        תור
#   inbox        נכנסות
#   log          יומן; entry: רשומה
#   witness      עד; witnessed: מאומתת בידי עד, cosigned: חתימת עד
#   leaf, root   עלה, שורש
#   doctor       אבחון
#   held         מוחזקת: הוחלט וטרם נשלח
#   keyring      מחזיק המפתחות
# כפתורים בשם פעולה, בלי פנייה בזכר או בנקבה.

## החלון

app-title = { $page } · Doorward
app-title-waiting = { $page } ({ $number }) · Doorward
page-name = { $page ->
    [inbox] נכנסות
    [grants] הרשאות פעילות
    [log] יומן
    [insights] נתונים
   *[settings] הגדרות
}
frame-pages = דפים
frame-queues = תורים
frame-queue = { $name }: { $state }, התקבל { $heard }
frame-queue-troubled = { frame-queue }. { $trouble }
frame-practice = תרגול: בדוי
frame-practice-long = מה שתור התרגול מציג הוא בדוי.
frame-shortcuts = קיצורי מקשים
frame-close = סגירה
frame-change-keys = שינוי מקשים
frame-find = חיפוש
frame-single-keys = מקשים בודדים פועלים ברשימה ובדף הבקשה, ולעולם לא בזמן הקלדה.
frame-notices = הודעות
frame-next-try = ניסיון הבא בעוד { $seconds } שנ׳
frame-try-now = ניסיון עכשיו
frame-try-again = ניסיון חוזר
frame-open-log = פתיחת היומן
frame-unlock = פתיחת מחזיק המפתחות
frame-not-read = לא ניתן היה לקרוא את הנתונים.
queue-state = { $state ->
    [fresh] מחובר
    [old] הנתונים מתיישנים
   *[off] אינו נגיש
}
time-days = { $days } י׳
time-hours = { $hours } שע׳

## זמן, במקום צר

time-minutes = { $minutes } דק׳
time-hours-minutes = { $hours } שע׳ { $minutes } דק׳
time-seconds = { $seconds } שנ׳

## העתקה

copy-done = הועתק
copy-failed = ההעתקה נכשלה

## נכנסות

inbox-list = בקשות, { $by }
inbox-by = { $sort ->
    [age] הממתינות הכי הרבה תחילה
    [risk] לפי סיכון
   *[time-left] לפי הזמן שנותר
}
inbox-fresh = { $count ->
    [one] בקשה חדשה אחת מאז המבט האחרון
    [two] שתי בקשות חדשות מאז המבט האחרון
   *[other] { $number } בקשות חדשות מאז המבט האחרון
}
inbox-show = הצגה
inbox-outbox = { $count ->
    [one] החלטה אחת ממתינה לשליחה
    [two] שתי החלטות ממתינות לשליחה
   *[other] { $number } החלטות ממתינות לשליחה
}
inbox-outbox-waits = { inbox-outbox }. { $waits }
inbox-live-grants = { $count ->
    [one] הרשאה פעילה אחת
    [two] שתי הרשאות פעילות
   *[other] { $number } הרשאות פעילות
}
inbox-choose = בחירת בקשה תציג אותה כאן.
filter-name = סינון
filter-hint = סינון: risk:high tenant:contoso
filter-clear = ניקוי הסינון
filter-show-all = הצגת כל הבקשות
filter-found = { $count ->
   *[other] מספר הבקשות שנמצאו: { $number }.
}
filter-suggestions = { $count ->
   *[other] מספר ההצעות: { $number }
}
narrow-name = מיון, קיבוץ וצמצום
narrow-sort = מיון
narrow-group = קיבוץ
narrow-group-by = { $group ->
    [tenant] לפי ארגון
    [requester] לפי מבקש
    [risk] לפי סיכון
   *[none] ללא קיבוץ
}
narrow-more = { $count ->
   *[other] ועוד { $number }
}
views-title = תצוגות
views-own = התצוגות שלך
views-name = שם התצוגה
views-hint = שמירת הרשימה בשם…
views-save = שמירה
views-rename = שינוי שם
views-remove = הסרה
views-taken = כבר יש לך תצוגה בשם הזה. נדרש שם אחר.
bulk-name = הבחירה
bulk-selected = { $count ->
   *[other] נבחרו ב-{ $tenant }: { $number }
}
bulk-none = דבר לא נבחר.
bulk-other-tenant = הבחירה היא של { $tenant }. בחירה היא של ארגון אחד.
bulk-cannot = אי אפשר לבחור בבקשה הזו: אין לך מה להחליט בה.
bulk-full = לכל היותר { $number } בקשות בבת אחת.
bulk-all = בחירת הכול
bulk-clear = ביטול הבחירה
bulk-deny = דחייה…
bulk-snooze = השהיה…
bulk-grant = אישור סיכון נמוך…
bulk-held = { $count ->
   *[other] החלטות מוחזקות: { $number }, { $seconds } שנ׳
}
bulk-undo = ביטול הכול
bulk-done = { $count ->
   *[other] מספר ההחלטות המוחזקות: { $number }.
}
bulk-undone = { $count ->
   *[other] מספר ההחלטות שבוטלו: { $number }. דבר מהן לא נשלח.
}
review-left-out = { $count ->
   *[other] נשארו בחוץ: { $number }
}
review-more = { $count ->
   *[other] עוד { $number } מתאימות ואינן חלק מזה: הן יותר ממה שאפשר בבת אחת.
}
review-each = כל החלטה נחתמת, מוחזקת ומבוטלת בפני עצמה.
review-reason-needed = סיבה, נדרשת: נשמרת ביומן
review-confirm = { $action ->
    [grant] אישור { $number }
    [deny-and-report] דחיית { $number } ודיווח
   *[deny] דחיית { $number }
}
snooze-title = השהיה עד
snooze-act = השהיה
snooze-wake = החזרה עכשיו
snooze-woken = הבקשה חזרה לתיבה.
snooze-minutes = בעוד { $minutes } דקות
snooze-hours = { $count ->
    [one] בעוד שעה
    [two] בעוד שעתיים
   *[other] בעוד { $number } שעות
}
snooze-tomorrow = מחר: { $at }
snooze-before-end = { $minutes } דקות לפני שפג הזמן
snooze-foot = היא חוזרת אם היא משתנה, ולכל המאוחר כשנותרת עשירית מזמנה.
snooze-done = { $count ->
   *[other] מספר הבקשות המושהות: { $number }.
}
fold-asked = { $count ->
   *[other] בקשות: { $number }, מאת
}
fold-each = הצגת כל אחת
fold-report = דחיית הכול ודיווח…

## דף הבקשה

sheet-name = בקשה
sheet-back = חזרה לרשימה
sheet-place = { $place } מתוך { $total }
sheet-left = נותרו { $time }, { $rest }
sheet-time-call = { $call ->
    [ten-minutes] נותרו 10 דקות למענה.
    [two-minutes] נותרו 2 דקות למענה.
   *[expired] הזמן למענה תם.
}
sheet-raw = גולמי
sheet-as-shown = כפי שמוצג
sheet-raw-label = הטקסט, וכל תו חריג כתוב בקוד שלו
sheet-on-behalf = בשם מי
sheet-kind = { $kind ->
    [person] אדם
    [agent] סוכן
    [service] שירות
   *[other] { $kind }
}
sheet-usual = הרגיל, ואז עכשיו
sheet-becomes = נעשה
sheet-others = מה אחרים החליטו
sheet-so-far = עד כה
sheet-unknown = לא ידוע
sheet-saw-and-now = מה הוצג קודם, מה כתוב עכשיו
sheet-now = עכשיו
sheet-open-page = פתיחה ב־{ $host }

## החלטה

decide-name = החלטה
decide-how-long = לכמה זמן
decide-length-field = משך או סיום, למשל 90m או until 18:00
decide-once-started = מרגע ההתחלה
decide-usual = הרגיל
decide-until = עד { $time }
decide-reason = סיבה
decide-reason-hint = סיבה, נשמרת ביומן
decide-deny-hint = למה לא? נשמר ביומן
decide-deny = דחייה
decide-deny-offer = דחייה והצעת { $length }
decide-offer = הצעה במקום
decide-offer-none = כלום
decide-offer-says = הסיבה תאמר שעד { $length } יוענקו אם תוגש בקשה חדשה.
decide-offer-nothing = התור הזה אינו יכול להעניק פחות ממה שהתבקש. דחייה יכולה לומר מה כן יוענק.
decide-grant = הענקת { $length }
decide-hold-to-grant = לחיצה ארוכה: הענקת { $length }
decide-grant-once = הענקה חד־פעמית
decide-hold-to-grant-once = לחיצה ארוכה: הענקה חד־פעמית
decide-agree = הסכמה ל־{ $length }
decide-hold-to-agree = לחיצה ארוכה: הסכמה ל־{ $length }
decide-agree-once = הסכמה חד־פעמית
decide-hold-to-agree-once = לחיצה ארוכה: הסכמה חד־פעמית
decide-keep-holding = להמשיך ללחוץ { $seconds }
decide-ask-grant = להעניק { $length }?
decide-ask-grant-once = להעניק פעם אחת?
decide-ask-agree = להסכים ל־{ $length }, { $share }?
decide-ask-agree-once = להסכים פעם אחת, { $share }?
decide-confirm = אישור
decide-back = חזרה
decide-type = להקליד { $word }
decide-type-label = להקליד את שם הארגון: { $word }
decide-still-needed = עוד נדרש: { $parts }.
decide-need = { $need ->
    [reason] סיבה
    [tenant] שם הארגון
   *[length] משך
}
decide-again = החלטה מחדש
decide-next = הבקשה הבאה
decide-show-in-log = הצגה ביומן
decide-undo = ביטול
decide-undone = בוטל. דבר לא נשלח.
decide-send-now = שליחה עכשיו
decide-reason-given = סיבה: { $reason }
decide-held = { $count ->
    [one] מוחזקת לשנייה אחת. לביטול: { $key }.
    [two] מוחזקת לשתי שניות. לביטול: { $key }.
   *[other] מוחזקת ל־{ $number } שניות. לביטול: { $key }.
}
decide-steps = היכן ההחלטה הזאת
decide-step = { $step ->
    [held] מוחזקת
    [signed] נחתמה
    [sent] נשלחה
   *[recorded] נרשמה
}
risk-level = { $level ->
    [low] נמוך
    [medium] בינוני
    [high] גבוה
   *[critical] קריטי
}
classify-done = { $level ->
    [low] סווג: סיכון נמוך.
    [medium] סווג: סיכון בינוני.
    [high] סווג: סיכון גבוה.
   *[critical] סווג: סיכון קריטי.
}
classify-take-back = ביטול הסיווג
classify-taken-back = הסיווג בוטל.

## הרשאות פעילות

grants-risk = סיכון
grants-who = למי יש מה
grants-tenant = ארגון
grants-left = זמן שנותר
grants-until = עד
grants-act = פעולה
grants-same-zone = אותו אזור זמן
grants-revoke = שלילה
grants-revoke-now = שלילה עכשיו
grants-revoke-reason = סיבה, לא חובה
grants-revoke-whose = שלילת ההרשאה של { $who }
grants-revoked = השלילה בדרך.
grants-key = שלילה
grants-key-shorten = קיצור
grants-group = קיבוץ
grants-group-by = { $by ->
    [time] לפי הזמן שנותר
    [tenant] לפי ארגון
   *[holder] לפי מחזיק
}
grants-shorten = קיצור
grants-shorten-whose = קיצור ההרשאה של { $who }
grants-shorten-end = סוף חדש, למשל 30m או until 18:00
grants-shorten-hint = 30m או until 18:00
grants-shorten-now = קיצור עכשיו
grants-shorten-was = קודם: { $end }
grants-shortened = הקיצור בדרך.

## יומן

log-whose = היומן של איזה תור
log-verify = אימות עכשיו
log-verify-again = אימות חוזר
log-verifying = מתבצע אימות
log-export = ייצוא
log-export-evidence = ייצוא הראיות
log-exported = נכתב אל { $path }
log-time = שעה
log-decision = החלטה
log-entries = רשומות
log-witness = עד
log-list = החלטות, מהחדשה לישנה
log-row = { $time }, { $verb } { $whom }, { $what }, { $witness }
log-witness-word = { $witness ->
    [witnessed] אומת בידי עד
    [not-yet] עוד לא
    [not-provable] לא ניתן להוכחה
   *[does-not-match] אינו תואם
}
log-not-yet = { $count ->
    [one] אחת עוד לא
    [two] שתיים עוד לא
   *[other] { $number } עוד לא
}
log-tail = { $witnessed } מתוך { $entries } רשומות אומתו בידי עד
log-proved-one = 1 הוכחה
log-proved = 1 עד { $last } הוכחו
log-not-provable-one = { $entry } לא ניתנת להוכחה
log-not-provable = { $first } עד { $last } לא ניתנות להוכחה
log-choose = בחירת החלטה תציג את ההוכחה שלה.
log-proof = הוכחה
log-proof-whole = הרשומה היא העץ כולו.
log-proof-drawing = { $count ->
    [one] מהרשומה דרך שכן אחד אל השורש.
    [two] מהרשומה דרך שני שכנים אל השורש.
   *[other] מהרשומה דרך { $number } שכנים אל השורש.
}
log-leaf = עלה
log-root = שורש
log-cosigned = חתימת עד
log-not-cosigned = עוד לא
log-copy-proof = העתקת ההוכחה
log-raw-envelope = המעטפה הגולמית
log-shown = מה הוצג
log-to-do = מה לעשות
log-to-do-step = { $step ->
    [export] לייצא את הראיות. הן מכילות את היומן הזה כפי שהוא, עם ההוכחות שלו.
    [tell] להודיע למי שמפעיל את התור. לעד שלו יש עותק משלו.
   *[recover] כדי להעניק שוב יש להתחיל יומן חדש, שמבקש להתקבל מחדש: { "doorward keys recover" }
}

log-search = חיפוש החלטות
log-search-clear = ניקוי החיפוש
log-search-where = איפה לחפש
log-search-in = { $where ->
    [here] היומן הזה
   *[all] כל היומנים
}
log-searching = מתבצע חיפוש
log-found = { $count ->
    [one] נמצאה החלטה אחת
    [two] נמצאו שתי החלטות
   *[other] נמצאו { $number } החלטות
}
log-found-more = נמצאו { $number } החלטות, ויש עוד
log-found-none = אין החלטה שמתאימה ל„{ $words }”.
log-found-none-hint = כל מילה נחפשת כתחילה: של שמות, סיבות, תפקידים, ארגונים, כרטיסים. ביטוי שלם נכתב בין מירכאות.
log-export-what = ייצוא היומן הזה
log-export-form = { $form ->
    [json] JSON עם הוכחות
    [csv] CSV, טבלה
   *[ocsf] OCSF, אירועים
}
log-export-form-hint = { $form ->
    [json] כל הרשומות. כל אחד יכול לאמת אותן בלי Doorward.
    [csv] שורה לכל החלטה, בלי הוכחות: לגיליון אלקטרוני.
   *[ocsf] אירוע לכל החלטה, בלי הוכחות: למערכת SIEM.
}
log-export-names = בקובץ יש שמות וסיבות. יש לשמור עליו בקפידה כמו על היומן עצמו.
log-export-choose = בחירת מקום
log-export-cancel = ביטול
log-exporting = מתבצעת כתיבה, { $entries } מתוך { $total } רשומות
log-exporting-begun = מתבצעת כתיבה
log-export-stop = עצירה
log-exported-decisions = { $count ->
    [0] אין בו שמות וסיבות.
    [one] יש בו השמות והסיבות של החלטה אחת: יש לשמור עליו בקפידה כמו על היומן עצמו.
    [two] יש בו השמות והסיבות של שתי החלטות: יש לשמור עליו בקפידה כמו על היומן עצמו.
   *[other] יש בו השמות והסיבות של { $number } החלטות: יש לשמור עליו בקפידה כמו על היומן עצמו.
}

## נתונים

insights-period = תקופה
insights-days = { $period ->
    [week] 7 הימים האחרונים
    [month] 30 הימים האחרונים
    [quarter] 90 הימים האחרונים
   *[year] 12 החודשים האחרונים
}
insights-queue = תור
insights-all-queues = כל התורים
insights-figure = { $figure ->
    [yours] החלטות שלך
    [in-time] בזמן
    [shortened] הוענקו לזמן קצר יותר
    [denied] נדחו
    [undone] בוטלו בזמן
   *[used] מהזמן שהוענק נוצל
}
insights-no-figure = אין ממה לחשב
insights-as-table = הצגה כטבלה
insights-as-picture = הצגה כתרשים
insights-arrows = מקשי החיצים עוברים מערך לערך.
insights-point = { $label }: { $said }
insights-nothing = לא התבקש ולא הוחלט דבר בימים האלה.
insights-nothing-hint = אפשר לבחור תקופה ארוכה יותר או את כל התורים.
insights-few = { $count ->
   *[other] { $number } בלבד: מעט מכדי לומר מה רגיל.
}
insights-share = { $share } ({ $number })
insights-of = { $part } מתוך { $total }
insights-column = { $column ->
    [who] מי
    [median] מחצית בתוך
    [p90] תשע מעשר בתוך
    [decisions] החלטות
    [answer] מענה
    [requests] בקשות
    [share] חלק
    [day] יום
    [week] שבוע מיום
    [asked] התבקשו
    [decided] הוחלטו
    [yours] שלך
    [risk] סיכון
    [role] תפקיד
    [tenant] ארגון
    [granted] כמבוקש
    [shorter] קצר יותר
    [denied] נדחו
    [median-length] משך חציוני
    [what] מה
    [clicked] נלחצו
    [stood] עמדו בתוקף
    [agreed] הסכמה אחת מכמה
    [undone] בוטלו
    [changed] השתנו בינתיים
    [unsigned] לא נחתמו
    [others-first] מישהו הקדים
    [refused] לא התקבלו
    [too-late] מאוחר מדי
    [open] בדרך
    [time] זמן
   *[minutes] דקות
}
insights-took = מחצית מההחלטות מתקבלות בתוך { $median }
insights-took-one = התקבלה החלטה אחת, אחרי { $median }
insights-took-none = אף בקשה לא הוחלטה בידי אדם
insights-took-about = מהבקשה עד ההחלטה. תשע מעשר בתוך { $p90 }
insights-took-about-one = מהבקשה עד ההחלטה
insights-took-who = { $who ->
    [everybody] כולם
   *[you] החלטות שלך
}
insights-took-said = מחצית בתוך { $median }, תשע מעשר בתוך { $p90 }
insights-took-nothing = אין החלטות
insights-sla = { $percent } נענו בזמן
insights-sla-all = כולן נענו בזמן
insights-sla-no = אף אחת לא נענתה בזמן
insights-sla-none = לא היה מה לענות
insights-sla-about = { $count ->
    [one] מתוך בקשה אחת שהוחלטה או שהיה צריך להחליט בה
    [two] מתוך שתי בקשות שהוחלטו או שהיה צריך להחליט בהן
   *[other] מתוך { $number } בקשות שהוחלטו או שהיה צריך להחליט בהן
}
insights-answer = { $answer ->
    [in-time] בזמן
    [late] באיחור
   *[unanswered] בלי מענה
}
insights-volumes = היום עם הכי הרבה בקשות: { $day }, { $number }
insights-volumes-week = השבוע עם הכי הרבה בקשות: מיום { $day }, { $number }
insights-volumes-even = { $step ->
    [day] אין יום בולט: { $number } בקשות לכל היותר
   *[week] אין שבוע בולט: { $number } בקשות לכל היותר
}
insights-volumes-none = לא התבקש דבר
insights-volumes-about = { $step ->
    [day] בקשות לכל יום
   *[week] בקשות לכל שבוע
}
insights-volumes-said = { $asked } התבקשו, { $decided } הוחלטו, { $yours } שלך
insights-volume = { $series ->
    [asked] התבקשו
    [decided] הוחלטו
   *[yours] שלך
}
insights-risk = { $percent } היו בסיכון גבוה או קריטי
insights-risk-no = אף אחת לא הייתה בסיכון גבוה או קריטי
insights-risk-all = כולן היו בסיכון גבוה או קריטי
insights-risk-about = { $count ->
    [one] מתוך בקשה אחת, לפי הסיכון שלה
    [two] מתוך שתי בקשות, לפי הסיכון שלהן
   *[other] מתוך { $number } בקשות, לפי הסיכון שלהן
}
insights-shortened = { $percent } מההרשאות שהוענקו קצרות מהמבוקש
insights-shortened-no = אף הרשאה שהוענקה אינה קצרה מהמבוקש
insights-shortened-all = כל ההרשאות שהוענקו קצרות מהמבוקש
insights-shortened-none = דבר לא הוענק בידי אדם
insights-roles-about = בסך הכול, ולתפקידים שהוחלט עליהם הכי הרבה
insights-roles-all = כל התפקידים
insights-decision = { $decision ->
    [granted] כמבוקש
    [shorter] קצר יותר
   *[denied] נדחו
}
insights-decision-said = { $granted } כמבוקש, { $shorter } קצר יותר, { $denied } נדחו
insights-own = { $count ->
    [one] החלטה אחת שלך
    [two] שתי החלטות שלך
   *[other] { $number } החלטות שלך
}
insights-own-undone = { $count ->
    [one] החלטה אחת שלך, ובוטלו { $undone }
    [two] שתי החלטות שלך, ובוטלו { $undone }
   *[other] { $number } החלטות שלך, ובוטלו { $undone }
}
insights-own-none = אין החלטות שלך
insights-own-about = על מה לחצת, ומה עלה בגורלו
insights-end = { $end ->
    [stood] עמדו בתוקף
    [undone] בוטלו
    [no-effect] בלי השפעה
   *[open] בדרך
}
insights-end-said = { $stood } עמדו בתוקף, { $undone } בוטלו, { $failed } בלי השפעה, { $open } בדרך
insights-used = { $percent } מהזמן שהוענק נוצל
insights-used-none = לא הסתיימה הרשאה שידוע כמה נוצלה
insights-used-about = { $count ->
    [one] עד סופה או שלילתה, מתוך הרשאה אחת שהסתיימה
    [two] עד סופן או שלילתן, מתוך שתי הרשאות שהסתיימו
   *[other] עד סופן או שלילתן, מתוך { $number } הרשאות שהסתיימו
}
insights-untold = על עוד { $number } לא ידוע.
insights-time = { $time ->
    [used] נוצל
   *[unused] לא נוצל
}

## תורים

queues-list = תורים מחוברים
queues-connect = חיבור תור
queues-sign-in-again = כניסה מחדש
queues-new-token = אסימון חדש
queues-doctor = אבחון
queues-doctor-of = מה מפריע אצל { $name }
queues-looking = מתבצע אבחון
queues-look-again = אבחון חוזר
queues-close-look = סגירת הממצאים
queues-copy-report = העתקת הדוח
queues-weight = { $weight ->
    [ok] תקין
    [warning] כדאי לבדוק
   *[error] מפריע
}
queues-check = { $check ->
    [profile] פרופיל
    [keyring] מחזיק המפתחות
    [queues] רשימת התורים
    [store] תיקייה
    [address] כתובת
    [reach] נגישות
    [token] אסימון
    [sign-in] זהות
    [api] גרסה
    [clock] שעון
    [device] המכשיר הזה
    [key] המפתח שלו
    [security-key] מפתח אבטחה
    [witness] עד
    [queue-log] היומן של התור
    [mirror] מה שידוע
    [presence] נוכחות
    [capabilities] מה הוא יכול
   *[other] { $check }
}
queues-experimental = ניסיוני
queues-experimental-why = ניסיוני: { $why }
queues-remove = הסרה
queues-remove-which = הסרת { $name }
queues-remove-now = הסרה
queues-keep = השארה
queues-type-name = להסרה יש להקליד את השם: { $name }
queues-removed = { $name } הוסר: דבר לא מתקבל ממנו ולא נשלח אליו עוד.
queues-can = מה הוא יכול

## חיבור תור

connect-again = כניסה מחדש אל { $name }
connect-stage = { $stage ->
    [choose] מערכת
    [fill] כניסה
   *[done] מחובר
}
connect-stages = שלבים
connect-past = { $step }, בוצע
connect-choose = מאין מגיעות הבקשות?
connect-weaker = חלש יותר מאשר במקומות אחרים
connect-needs = מה צריך
connect-page = הכול על כך: { $page }
connect-cancel = ביטול
connect-back = חזרה
connect-next = הבא
connect-address = כתובת
connect-address-hint = https, או http במחשב הזה
connect-address-is = כתובת { $address }
connect-address-at = { $system }, { $address }
connect-whole = כתיבת הכתובת בשלמותה
connect-in-parts = מילוי בחלקים
connect-name = איך לקרוא לו
connect-name-hint = מופיע ברשימות וביומן שלך
connect-watch = צפייה בלבד
connect-watch-hint = כאן הוא נקרא, מוערך ומדווח; מחליטים במערכת שלו.
connect-who = הזהות שלך שם
connect-way = { $way ->
    [browser] בדפדפן
    [code] עם קוד
   *[token] עם אסימון
}
connect-way-hint = { $way ->
    [browser] דף של הספק נפתח בדפדפן שלך.
    [code] מקלידים קוד קצר בדף, בכל דפדפן ובכל מכשיר.
   *[token] ממי שמפעיל את המערכת, או שנוצר שם בידיך. לאסימון יש סוף, ואז מדביקים אחר.
}
connect-client = מזהה לקוח
connect-client-hint = כפי שהארגון שלך רשם אותו
connect-secret = סוד הלקוח, אם יש
connect-secret-kept = נשמר מקודם
connect-more = ספק אחר
connect-issuer = מנפיק
connect-issuer-hint = במקום { $issuer }
connect-token = אסימון
connect-file = הנתיב לקובץ הזהות שלך
connect-file-hint = הוא נקרא פעם אחת. מה שבו נכנס למחזיק המפתחות של המערכת: מחקו את הקובץ לאחר מכן.
connect-invitation = הזמנה, אם יש לך שם מכשיר אחר
connect-keyring = נשמר במחזיק המפתחות של המערכת ולא בשום מקום אחר.
connect-check = בדיקה וחיבור
connect-sign-in = כניסה וחיבור
connect-not-all = יש שדות ריקים.
connect-doing = מתבצע חיבור של { $name }
connect-step = { $step ->
    [reach] נגישות
    [sign-in] כניסה
    [check] זהות
   *[hear] חיבור
}
connect-doing-step = { $step ->
    [reaching] בדיקה אם הוא עונה
    [signing-in] פנייה אל הספק
    [browser] המתנה לכניסה שלך בדפדפן
    [code] המתנה להקלדת הקוד
    [checking] בדיקת הזהות שלך שם
   *[connecting] חיבור וקריאה ראשונה
}
connect-page-opened = הדף נפתח בדפדפן שלך. אם לא מופיע דף, אפשר להעתיק את הכתובת ולפתוח אותה.
connect-page-by-hand = לא ניתן היה לפתוח דפדפן. אפשר להעתיק את כתובת הדף ולפתוח אותה.
connect-copy-address = העתקת הכתובת
connect-type-code = יש לפתוח את { $address } בכל דפדפן ולהקליד את הקוד הזה:
connect-copy-code = העתקת הקוד
connect-waits = ההמתנה נמשכת חמש דקות. אם הדף מציג שגיאה, יש לעצור ולבדוק את הלקוח.
connect-stop = עצירה
connect-stopping = מתבצעת עצירה
connect-stopped = דבר לא חובר.
connect-done = { $name } מחובר.
connect-you-are = הזהות שלך
connect-approver-in = החלטות עבור
connect-guarantee = מה הוא מבטיח
connect-to-inbox = פתיחת הנכנסות
connect-to-queues = הצגת התורים
connect-another = חיבור תור נוסף

## הגדרות

settings-sections = מדורי ההגדרות
settings-search = חיפוש בהגדרות
settings-none = אין הגדרה בשם הזה.
settings-back = כל ההגדרות
settings-section = { $section ->
    [queues] תורים
    [keys] זהויות ומפתחות
    [notifications] התראות
    [away] היעדרות
    [roles] תפקידים מסוכנים
    [language] שפה ואזור
    [appearance] מראה
    [keyboard] מקלדת
    [computer] המחשב הזה
   *[about] אודות
}
# שמות של הגדרות, גם לחיפוש וללוח הפקודות.
settings-name = { $setting ->
    [connect] חיבור תור
    [devices] המכשירים שלך
    [new-key] החלפת המפתח של המכשיר הזה
    [admit] קבלת מכשיר נוסף
    [security-keys] מפתחות אבטחה
    [levels] על מה מתריעים, ואיך
    [digest] שעות הסיכום
    [quiet] שעות שקט
    [hide] הסתרה של מי, מה ואיפה
    [nudges] תזכורת במחצית הזמן ובתשע עשיריות שלו
    [notify-language] שפת ההתראות
    [example] שליחת התראה עכשיו
    [away] היעדרות עד
    [pause] השהיית ההתראות
    [role] עד כמה תפקיד מסוכן
    [language] שפה
    [zone] אזור זמן
    [theme] בהיר או כהה
    [contrast] יותר ניגודיות
    [density] גובה השורות
    [text-size] גודל הטקסט
    [motion] פחות תנועה
    [single-keys] מקשים בלי { $mod }
    [keys] שינוי מקשים
    [login] הפעלה עם הכניסה למחשב
    [close] הישארות במגש המערכת כשהחלון נסגר
    [version] גרסה
    [profile] מקום הפרופיל
    [first-steps] צעדים ראשונים
    [practise] תרגול
   *[checks] מה נבדק
}
# מילים נוספות שמוצאות הגדרה.
settings-words = { $setting ->
    [connect] הוספה מחבר כניסה
    [devices] טביעת אצבע שלילה רשום
    [new-key] סבב חידוש
    [admit] טביעת אצבע הזמנה
    [security-keys] אסימון נגיעה מפתח גישה FIDO
    [levels] באנר רמת סיכון מיד לעולם לא
    [digest] תקציר מקובץ
    [quiet] נא לא להפריע לילה סוף שבוע שקט
    [hide] מסך נעילה פרטיות פרטים
    [nudges] תזכורת מועד אחרון
    [notify-language] תרגום התראות
    [example] ניסיון תצוגה מקדימה
    [away] נעדר חג חופשה מחוץ למשרד
    [pause] השתקה שקט נודניק
    [role] סיווג סיכון טבלה
    [language] תרגום אזור
    [zone] אזור שעון
    [theme] צבע מצב לילה
    [contrast] נגישות
    [density] דחוס מרווח
    [text-size] הגדלה גופן גדול
    [motion] הנפשה נגישות
    [single-keys] קיצורים נגישות
    [keys] קיצורים התאמה
    [login] הפעלה אוטומטית אתחול
    [close] יציאה רקע
    [version] רישיון
    [profile] תיקייה יומנים
    [first-steps] היכרות סיור מחדש
    [practise] אימון בקשות מומצאות
   *[checks] אימות עד מחזיק מפתחות
}
settings-keep = להשאיר כך

settings-risk = סיכון
settings-way = { $way ->
    [at-once] מיד
    [digest] בסיכום
   *[never] בלי התראה
}
settings-way-of = { $level }: { $way }
settings-when-quiet = בשעות שקט
settings-comes-through = עובר
settings-waits = ממתין
settings-caps = לכל היותר { $one } בדקה ו־{ $hour } בשעה על אותו מבקש. מעל { $all } בדקה נמסרות יחד, בהתראה אחת. על הצפה נמסר פעם אחת. תפקידים שאיש לא סיווג נחשבים גבוהים.
settings-digest-at = נמסר בשעה
settings-digest-at-hint = שעות כמו 09:00 14:00; בלי שעות, לעולם לא
settings-digest-every = כל
settings-digest-minutes = { $minutes } דק׳
settings-digest-not = רק בשעות האלה
settings-no-time = „{ $text }” אינה שעה. כך כותבים: 20:00.
settings-zone-own = שעון { $zone }, לפי השעון של המחשב הזה
settings-zone-set = שעון { $zone }
settings-quiet-usual = לילות וסופי שבוע
settings-quiet-none = אין שעות שקט.
settings-quiet-what = מה שממתין בהן מסוכם פעם אחת בסופן.
settings-quiet-from = { $day }, שקט משעה
settings-quiet-to = { $day }, שקט עד שעה
settings-quiet-to-word = עד
settings-quiet-all = כל היום
settings-quiet-add = הוספת שעות שקט: { $day }
settings-quiet-remove = הסרת שעות השקט: { $day }, משעה { $from }
settings-quiet-copy = אותו הדבר בכל יום כמו { $day }
settings-hide-what = למסכים שאחרים רואים: התראה אומרת שמשהו ממתין, מה הסיכון ועד מתי.
settings-preview = כך זה ייראה
settings-preview-case = { $case ->
    [at-once] מיד
    [reminder] תזכורת, { $at }
   *[digest] סיכום, { $at }
}
settings-preview-none = עם ההגדרות האלה אין התראות. הנכנסות ומגש המערכת סופרים בכל זאת.
settings-preview-foot = דבר אינו מוחלט מתוך התראה. הכפתורים שלה פותחים את הבקשה כאן. היא נעלמת כשמישהו אחר החליט.
settings-review = עיון
settings-deny = דחייה…
settings-sent = נשלחה. היא על שולחן העבודה שלך.

settings-away-day = יום
settings-away-time = שעה
settings-away-go = תחילת היעדרות
settings-away-is = היעדרות עד { $until }.
settings-away-back = חזרתי
settings-away-over = יש לבחור יום ושעה שעוד יבואו, כמו { $example }.
settings-away-tomorrow = עד מחר
settings-away-monday = עד יום שני
settings-away-week = לשבוע
settings-away-what = עד אז אין התראות, גם לא על מה שקריטי. על מה שזמנו תם קודם נמסר עם היציאה, ועם החזרה יש סיכום אחד. הבקשות לא מועברות לאיש: מי שעוד רשאי להחליט רואה אותן כמו קודם.
settings-pause-minutes = ל־{ $minutes } דק׳
settings-pause-hours = ל־{ $hours } שע׳
settings-pause-open = עד להמשך
settings-pause-what = יש התראות רק על מה שקריטי.
settings-pause-is = מושהות עד { $until }.
settings-pause-is-open = מושהות עד להמשך.
settings-pause-on = המשך

settings-read = נכון ל־{ $at }
settings-not-read = טרם נקרא
settings-this-device = המכשיר הזה
settings-fingerprint = טביעת אצבע
settings-copy-fingerprint = העתקת טביעת האצבע
settings-enrolled = נרשם { $at }
settings-used = שימוש אחרון { $at }
settings-never-used = לא היה בשימוש
settings-revoked = נשלל { $at }
settings-new-device = חדש: האם זה שלך?
settings-key-change = החלפת המפתח שלו
settings-key-change-what = מאז התור מקבל רק את המפתח החדש. מה שנחתם קודם אינו מאבד את תוקפו.
settings-key-changed = למכשיר הזה יש מפתח חדש.
settings-key-waits = התור טרם אישר את המפתח החדש של המכשיר הזה. ההודעה נמסרת לו מעצמה.
settings-device-revoke = שלילה
settings-device-revoke-which = שלילת { $name }
settings-device-revoke-what = מעתה לא מתקבל דבר ש־{ $name } חותם. אין דרך חזרה.
settings-device-revoked = { $name } נשלל.
settings-asks = מבקש להתקבל מאז { $at }
settings-admit-what = אם המכשיר לפניך, יש להשוות את מה שהוא מציג ולהקליד כאן.
settings-admit = קבלה
settings-admitted = { $name } התקבל ורשאי להחליט מעתה.
settings-log-key = המפתח של יומן המכשיר הזה, לאימותו במקום אחר
settings-copy-log-key = העתקת מפתח היומן
settings-security-add = הוספת מפתח אבטחה
settings-security-name = השם שלו אצלך
settings-security-touch = יש לגעת בו כשהוא מהבהב. אם רשום מפתח אחר, יש לגעת גם בו: הוא ערב לחדש.
settings-security-none = אין. הרשאה שדורשת מפתח כזה לא ניתן להעניק מכאן.
settings-security-at = נרשם { $at } אצל { $by }
settings-security-remove = הסרה
settings-security-remove-which = הסרת { $name }
settings-security-remove-what = מעתה לא מתקבל דבר ש־{ $name } חותם.
settings-security-added = { $name } נרשם.
settings-security-removed = { $name } הוסר.
settings-no-devices = אין תור מחובר, ולכן אין מכשירים רשומים.

settings-roles-search = חיפוש תפקידים
settings-roles-what = מה תפקיד מאפשר, ועד כמה זה מסוכן. השורות שלך קודמות לטבלה; מה שאיש לא סיווג נחשב גבוה. הכול נשמר כאן ולא נשלח לשום מקום.
settings-roles-mine = רק שלי
settings-roles-all = הכול
settings-roles-unknown = לא סווגו
settings-roles-none = אין תפקיד בשם הזה.
settings-roles-more = { $count ->
   *[other] ועוד { $number }. חיפוש יצמצם את הרשימה.
}
settings-roles-waiting = { $count ->
    [one] בקשה אחת ממתינה
    [two] שתי בקשות ממתינות
   *[other] { $number } בקשות ממתינות
}
settings-roles-nobody = איש לא סיווג; נחשב גבוה
settings-roles-source = מקור
settings-roles-copy = העתקת כתובת המקור
settings-roles-as = סיווג { $role }
settings-roles-forget = ביטול הסיווג

settings-language-system = כמו במערכת
settings-language-what = חל מיד. מה שנאמר על בקשות, והיומן, באנגלית.
settings-zone-what = השעות מוצגות לפי { $zone }, כמו בשעון של המחשב הזה.

settings-theme = { $theme ->
    [system] כמו במערכת
    [light] בהיר
   *[dark] כהה
}
settings-density = { $density ->
    [comfortable] מרווח
   *[compact] דחוס
}
settings-percent = { $percent }%
settings-text-size-what = הכול גדל איתו ומסודר מחדש, כדי ששום דבר לא ייחתך.
settings-contrast-what = גם כשהמערכת אינה מבקשת.
settings-motion-what = הטבעות הופכות למספרים. גם כשהמערכת אינה מבקשת.

settings-single-what = אותיות וסימנים שפועלים ברשימה ובדף הבקשה, ולעולם לא בזמן הקלדה. בלעדיהם הכול נמצא בלוח הפקודות.
settings-key-change-word = שינוי
settings-key-press = בהמתנה להקשה
settings-key-of = שינוי המקש: { $action }
settings-key-off = כיבוי
settings-key-off-of = כיבוי המקש: { $action }
settings-key-reset = איפוס
settings-key-reset-of = איפוס המקש: { $action }
settings-key-reset-all = איפוס הכול
settings-key-none = אין
settings-key-fixed = זהה בכל מקום
settings-key-taken = { $key } כבר משמש ל„{ $action }”.
settings-key-reserved = { $key } דרוש לתנועה ולכתיבה.
settings-key-needs-mod = המקש הזה פועל גם בזמן הקלדה, ולכן דרוש איתו { $mod }.

settings-login-what = עולה במגש המערכת, בלי החלון.
settings-close-what = בקשות ממשיכות להגיע, והרשאות מסתיימות בזמן. היציאה נמצאת בתפריט של מגש המערכת.
settings-close-no-tray = בשולחן העבודה הזה אין מגש שמציג את האפליקציה, ולכן סגירת החלון יוצאת ממנה.

settings-licence = רישיון
settings-logs = יומן הפעולה של התוכנה
settings-logs-what = לבירור תקלות. אין בו מילים של בקשות ואין בו סודות.
settings-copy-path = העתקה
settings-checks-log = היומן שלך נבדק בכל הפעלה ובכל פתיחה שלו, רשומה אחר רשומה, מול העד שלו.
settings-checks-queue = היומן של כל תור נקרא לפני שנחתמת הענקה:
settings-standing = { $standing ->
    [consistent] תואם
    [due] ממתין לקריאה
    [broken] שבור
   *[unknown] לא נבדק
}

## לוח הפקודות

palette-name = ביצוע פעולה
palette-field = פעולה, דף, בקשה או הגדרה
palette-group = { $group ->
    [request] הבקשה הזאת, { $who }
    [requests] בקשות
    [go] מעבר אל
    [settings] הגדרות
   *[do] פעולות
}
palette-none = אין דבר בשם הזה.
palette-found = { $count ->
    [one] נמצאה תוצאה אחת
    [two] נמצאו שתי תוצאות
   *[other] נמצאו { $number } תוצאות
}
palette-choose = בחירה
palette-do = ביצוע
palette-close = סגירה
palette-foot = דבר אינו מוענק מכאן.
palette-opens = פותח את החלונית
palette-classify = סיווג התפקיד: { $level }
palette-queue = תור { $name }
palette-view = תצוגה: { $name }

## מקלדת

keys-group = { $group ->
    [move] תנועה
    [decide] החלטה
    [grants] הרשאות פעילות
    [queues] תורים
   *[anywhere] בכל מקום
}
keys-action = { $action ->
    [next] הבאה
    [previous] הקודמת
    [find] חיפוש
    [first] הראשונה
    [last] האחרונה
    [open] פתיחה
    [back] חזרה
    [arrivals] חדשות שהגיעו
    [panes] מחלונית לחלונית
    [select] בחירה
    [select-down] בחירה כלפי מטה
    [select-up] בחירה כלפי מעלה
    [select-all] בחירת כל בקשות הארגון
    [snooze] השהיה
    [grant] הענקה
    [deny] דחייה
    [shorten] קיצור
    [shorter] קצר יותר
    [longer] ארוך יותר
    [undo] ביטול בזמן ההחזקה
    [send-now] שליחה עכשיו
    [open-page] פתיחה במערכת שלה
    [classify-low] סיווג התפקיד: נמוך
    [classify-medium] בינוני
    [classify-high] גבוה
    [classify-critical] קריטי
    [classify-forget] ביטול הסיווג
    [revoke] שלילה
    [connect] חיבור תור
    [inbox] נכנסות
    [grants] הרשאות פעילות
    [log] יומן
    [insights] נתונים
    [settings] הגדרות
    [palette] ביצוע פעולה
    [shortcuts] הדף הזה
   *[quit] יציאה
}
keys-hold = לחיצה ארוכה
keys-name = { $key ->
    [Enter] Enter
    [Escape] Esc
    [Shift] Shift
    [Control] Ctrl
    [Home] Home
    [End] End
   *[other] { $key }
}

## תרגול

practice-title = תרגול · { $title }
practice-tag = תרגול, מומצא
practice-place = הוכרעו { $done } מתוך { $total }
practice-end = סיום התרגול
practice-what = מה זה היה?
practice-feedback = מה שוותה ההחלטה
practice-verdict = { $verdict ->
    [right] זוהה.
    [plain] בצדק.
    [missed] התפספס.
    [too-strict] מחמיר מהנדרש.
   *[withheld] אין מה להחליט.
}
practice-was = { $trap ->
    [none] הבקשה הייתה מה שהיא אומרת.
    [look-alike] השם אינו מה שהוא נראה.
    [hidden-words] תווים נסתרים הופכים את המילים.
    [own-request] זו הייתה בקשה שלך, בשם אחר או דרך סוכן.
    [odd-hour] היא הגיעה באמצע הלילה וללא כרטיס.
    [too-long] היא התבקשה להרבה יותר מהרגיל.
   *[changed] היא הפכה לבקשה אחרת אחרי שנפתחה.
}
practice-did = { $decision ->
    [granted] ניתנו { $length }.
    [denied] נדחתה.
    [unanswered] איש לא השיב בזמן, ושתיקה אינה מעניקה דבר.
   *[withheld] איש אינו מחליט על בקשה שלו, ו־Doorward שומר על כך.
}
practice-took = זה ארך { $time }.
practice-careful = מה עושים בזהירות
practice-careful-do = { $trap ->
    [none] מעניקים את { $asked } שהתבקשו: דבר אינו נגד.
    [look-alike] דוחים, ושואלים את האדם האמיתי בדרך אחרת.
    [hidden-words] דוחים: מי שמסתיר תווים מסתיר מה הוא מבקש.
    [own-request] משאירים למישהו אחר.
    [odd-hour] דוחים עד שמישהו ער נוקב בכרטיס.
    [too-long] מקצרים: הרגיל הוא { $usual }, התבקשו { $asked }.
   *[changed] קוראים את ההבדל, ולא מעניקים יותר מ־{ $asked } שהתבקשו בתחילה.
}
practice-where = איפה ראו את זה
practice-sign = { $sign ->
    [boxed-letter] אות מאלפבית אחר ממוסגרת בשם, ברשימה ובגיליון.
    [boxed-words] תווים נסתרים ממוסגרים במילות הבקשה.
    [no-decision] הלוח אומר שהיא שלך ואינו מציע החלטה.
    [their-zone] כל משך אומר מתי הוא מסתיים היכן שהאדם נמצא, כלומר מה השעה שם.
    [no-ticket] לא צוין כרטיס.
    [longer-in-risk] נימוקי הסיכון אומרים שזה ארוך מהרגיל, { $usual }.
    [difference] הגיליון ביקש לקרוא קודם את ההבדל.
   *[nothing-odd] דבר אינו ממוסגר, המשך רגיל, ונימוקי הסיכון קצרים.
}
practice-so-far = עד כה
practice-open = בקשה { $number }, טרם הוכרעה
practice-name = { $trap ->
    [none] אין תקלה
    [look-alike] שם דומה
    [hidden-words] תווים נסתרים
    [own-request] בקשה שלך
    [odd-hour] שעה חריגה
    [too-long] ארוך מדי
   *[changed] שונתה אחרי הפתיחה
}
practice-vow = החלטות תרגול חתומות במפתח תרגול ולעולם אינן יוצאות מהמחשב הזה.
practice-next = הבקשה הבאה
practice-how = לראות איך היה
practice-summary = איך היה התרגול
practice-summary-title = { $right } מתוך { $total } כמו אדם זהיר
practice-summary-all = בקשות אמיתיות נראות אותו דבר. כדאי להקדיש להן אותו זמן.
practice-summary-some = כל שורה אומרת מה התפספס. בסבב הבא בקשות אחרות.
practice-times = זמן להחלטה, לפי סיכון
practice-times-of = { $count ->
    [one] מהחלטה { $number }
    [two] חציון של { $number } החלטות
   *[other] חציון של { $number } החלטות
}
practice-again = לתרגל שוב

## צעדים ראשונים

intro-brand = Doorward
intro-name = צעדים ראשונים
intro-step = { $step ->
    [practise] תרגול
    [connect] חיבור תור
   *[interrupt] בחירה מה רשאי להפריע
}
intro-title = { $step ->
    [practise] להחליט על חמש בקשות מומצאות
    [connect] מאין מגיעות הבקשות?
   *[interrupt] מה רשאי להפריע?
}
intro-line = { $step ->
    [practise] כמה דקות, בחלון משלו. דבר אינו יוצא מהמחשב ואיש אינו מקבל גישה. חלק מהחמש מנסות להטעות, כמו אמיתיות.
    [connect] Doorward קורא את התורים שכבר יש. הוא מבקש את ההרשאות הקטנות ביותר ואומר מה כל מערכת יכולה ומה לא. ההתחברות נשמרת במחזיק המפתחות של המערכת.
   *[interrupt] התראה לעולם אינה מחליטה דבר. היא פותחת את הבקשה ונעלמת כשמישהו אחר טיפל בה.
}
intro-trap = { $trap ->
    [look-alike] שם שאינו מה שהוא נראה
    [own-request] בקשה שלך, דרך סוכן
    [odd-hour] שעה חריגה
   *[changed] שונתה אחרי שנפתחה
}
intro-trap-line = { $trap ->
    [look-alike] אות אחת מאלפבית אחר
    [own-request] איש אינו מאשר את שלו
    [odd-hour] לילה היכן שהאדם נמצא
   *[changed] ההבדל מוצג
}
intro-keys = מקשים שכדאי להכיר
intro-practising = התרגול פתוח בחלון משלו. אפשר לחזור לכאן בסיומו.
intro-start = התחלת התרגול
intro-next = המשך
intro-done = פתיחת הנכנסות
intro-skip = { $step ->
    [practise] דילוג על התרגול
    [connect] אחר כך
   *[interrupt] להשאיר כך
}
intro-connected = { $count ->
    [one] תור { $number } מחובר.
    [two] { $number } תורים מחוברים.
   *[other] { $number } תורים מחוברים.
}
intro-preset = { $preset ->
    [critical] קריטי בלבד
    [high] גבוה וקריטי
   *[everything] הכול
}
intro-preset-line = { $preset ->
    [critical] השאר נאסף בתקציר
    [high] בינוני ונמוך נאספים בתקציר
   *[everything] כל בקשה מיד, בגבולות שנקבעו
}

## דבר אינו מחכה

empty-figures = היום
empty-decided = הוכרעו היום
empty-median = חציון עד החלטה
empty-quiet = שקט מ־{ $from } עד { $to }.
empty-quiet-critical = שקט מ־{ $from } עד { $to }, חוץ מקריטי.
empty-digest = התקציר הבא בשעה { $time }.
empty-digest-every = תקציר כל { $minutes } דק׳.
