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
   *[queues] תורים
}
frame-pages = דפים
frame-queues = תורים
frame-queue = { $name }: { $state }, התקבל { $heard }
frame-queue-troubled = { frame-queue }. { $trouble }
frame-practice = תרגול: בדוי
frame-practice-long = מה שתור התרגול מציג הוא בדוי.
frame-shortcuts = קיצורי מקשים
frame-close = סגירה
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

## זמן, במקום צר

time-minutes = { $minutes } דק׳
time-hours-minutes = { $hours } שע׳ { $minutes } דק׳
time-seconds = { $seconds } שנ׳

## העתקה

copy-done = הועתק
copy-failed = ההעתקה נכשלה

## נכנסות

inbox-list = בקשות, לפי הזמן שנותר
inbox-by-time = לפי הזמן שנותר
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
    [one] מוחזקת לשנייה אחת. לביטול: Z.
    [two] מוחזקת לשתי שניות. לביטול: Z.
   *[other] מוחזקת ל־{ $number } שניות. לביטול: Z.
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
    [first] הראשונה
    [last] האחרונה
    [open] פתיחה
    [back] חזרה
    [arrivals] חדשות שהגיעו
    [panes] מחלונית לחלונית
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
    [queues] תורים
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
