# Die eigenen Wörter der Oberfläche: Namen von Orten und Bedienelementen und der Rahmen der Restzeiten. Was über eine Anfrage,
# eine Freigabe oder das Protokoll gesagt wird, kommt aus dem Kern.
#
# Glossar
#   request      Anfrage
#   grant        freigeben; Freigabe (der Zugriff, der von selbst endet)
#   agree        zustimmen (wo auch andere zustimmen müssen)
#   deny         ablehnen
#   revoke       widerrufen
#   approver     wer entscheidet: Freigebende (geschlechtsneutral)
#   requester    wer anfragt; nie „Antragsteller“
#   tenant       Mandant
#   queue        Warteschlange
#   inbox        Eingang
#   log          Protokoll; entry: Eintrag
#   witness      Zeuge; witnessed: bezeugt, cosigned: gegengezeichnet
#   leaf, root   Blatt, Wurzel
#   doctor       Diagnose
#   held         gehalten: entschieden, noch nicht gesendet
#   keyring      Schlüsselbund
# Anrede: Sie. Knöpfe im Infinitiv.

## Das Fenster

app-title = { $page } · Doorward
app-title-waiting = { $page } ({ $number }) · Doorward
page-name = { $page ->
    [inbox] Eingang
    [grants] Freigaben
    [log] Protokoll
    [insights] Auswertung
   *[settings] Einstellungen
}
frame-pages = Seiten
frame-queues = Warteschlangen
frame-queue = { $name }: { $state }, gehört { $heard }
frame-queue-troubled = { frame-queue }. { $trouble }
frame-practice = Übung: erfunden
frame-practice-long = Was die Übungswarteschlange zeigt, ist erfunden.
frame-shortcuts = Tastenkürzel
frame-close = Schließen
frame-change-keys = Tasten ändern
frame-find = Finden
frame-single-keys = Einzelne Tasten wirken in Liste und Blatt, nie beim Schreiben.
frame-notices = Hinweise
frame-next-try = nächster Versuch in { $seconds } s
frame-try-now = Jetzt versuchen
frame-try-again = Erneut versuchen
frame-open-log = Protokoll öffnen
frame-unlock = Schlüsselbund entsperren
frame-not-read = Die Daten konnten nicht gelesen werden.
queue-state = { $state ->
    [fresh] verbunden
    [old] Daten veralten
   *[off] nicht erreicht
}

## Zeit, wo wenig Platz ist

time-days = { $days } T
time-hours = { $hours } h
time-minutes = { $minutes } min
time-hours-minutes = { $hours } h { $minutes } min
time-seconds = { $seconds } s

## Kopieren

copy-done = Kopiert
copy-failed = Nicht kopiert

## Eingang

inbox-list = Anfragen, { $by }
inbox-by = { $sort ->
    [age] am längsten wartende zuerst
    [risk] nach Risiko
   *[time-left] nach Restzeit
}
inbox-fresh = { $count ->
    [one] { $number } neue seit dem letzten Blick
   *[other] { $number } neue seit dem letzten Blick
}
inbox-show = Anzeigen
inbox-outbox = { $count ->
    [one] { $number } Entscheidung wartet auf das Senden
   *[other] { $number } Entscheidungen warten auf das Senden
}
inbox-outbox-waits = { inbox-outbox }. { $waits }
inbox-live-grants = { $count ->
    [one] { $number } laufende Freigabe
   *[other] { $number } laufende Freigaben
}
inbox-choose = Wählen Sie eine Anfrage, um sie hier zu lesen.
filter-name = Filter
filter-hint = Filtern: risk:high tenant:contoso
filter-clear = Filter leeren
filter-show-all = Alle Anfragen zeigen
filter-found = { $count ->
    [one] { $number } Anfrage gefunden.
   *[other] { $number } Anfragen gefunden.
}
filter-suggestions = { $count ->
    [one] { $number } Vorschlag
   *[other] { $number } Vorschläge
}
narrow-name = Sortieren, gruppieren, eingrenzen
narrow-sort = Sortiert
narrow-group = Gruppiert
narrow-group-by = { $group ->
    [tenant] nach Mandant
    [requester] danach, wer anfragt
    [risk] nach Risiko
   *[none] nicht gruppiert
}
narrow-more = { $count ->
   *[other] und { $number } weitere
}
views-title = Ansichten
views-own = Ihre Ansichten
views-name = Name der Ansicht
views-hint = Diese Liste behalten als…
views-save = Speichern
views-rename = Umbenennen
views-remove = Entfernen
views-taken = Eine Ansicht dieses Namens haben Sie schon. Wählen Sie einen anderen Namen.
bulk-name = Die Auswahl
bulk-selected = { $count ->
   *[other] { $number } ausgewählt in { $tenant }
}
bulk-none = Nichts ist ausgewählt.
bulk-other-tenant = Die Auswahl gehört zu { $tenant }. Eine Auswahl ist von einem Mandanten.
bulk-cannot = Diese Anfrage lässt sich nicht auswählen: Sie haben hier nichts zu entscheiden.
bulk-full = Höchstens { $number } Anfragen auf einmal.
bulk-all = Alle auswählen
bulk-clear = Auswahl aufheben
bulk-deny = Ablehnen…
bulk-snooze = Zurückstellen…
bulk-grant = Niedriges Risiko freigeben…
bulk-held = { $count ->
    [one] { $number } Entscheidung gehalten, { $seconds } s
   *[other] { $number } Entscheidungen gehalten, { $seconds } s
}
bulk-undo = Alle zurücknehmen
bulk-done = { $count ->
    [one] { $number } Entscheidung wird gehalten.
   *[other] { $number } Entscheidungen werden gehalten.
}
bulk-undone = { $count ->
    [one] { $number } Entscheidung zurückgenommen. Nichts davon wurde gesendet.
   *[other] { $number } Entscheidungen zurückgenommen. Nichts davon wurde gesendet.
}
review-left-out = { $count ->
    [one] { $number } bleibt außen vor
   *[other] { $number } bleiben außen vor
}
review-more = { $count ->
   *[other] { $number } weitere passen und gehören nicht dazu: Es sind mehr, als auf einmal gehen.
}
review-each = Jede wird für sich signiert, gehalten und zurückgenommen.
review-reason-needed = Grund, nötig: fürs Protokoll
review-confirm = { $action ->
    [grant] { $number } freigeben
    [deny-and-report] { $number } ablehnen und melden
   *[deny] { $number } ablehnen
}
snooze-title = Zurückstellen bis
snooze-act = Zurückstellen
snooze-wake = Zurückholen
snooze-woken = Die Anfrage ist wieder im Eingang.
snooze-minutes = In { $minutes } Minuten
snooze-hours = { $count ->
    [one] In { $number } Stunde
   *[other] In { $number } Stunden
}
snooze-tomorrow = Morgen: { $at }
snooze-before-end = { $minutes } Minuten vor Ablauf
snooze-foot = Sie ist wieder da, wenn sie sich ändert, und spätestens, wenn ein Zehntel ihrer Zeit übrig ist.
snooze-done = { $count ->
    [one] { $number } Anfrage ist zurückgestellt.
   *[other] { $number } Anfragen sind zurückgestellt.
}
fold-asked = { $count ->
   *[other] { $number } Anfragen von
}
fold-each = Einzeln zeigen
fold-report = Alle ablehnen und melden…

## Blatt

sheet-name = Anfrage
sheet-back = Zurück zur Liste
sheet-place = { $place } von { $total }
sheet-left = noch { $time }, { $rest }
sheet-time-call = { $call ->
    [ten-minutes] Noch 10 Minuten für die Antwort.
    [two-minutes] Noch 2 Minuten für die Antwort.
   *[expired] Die Zeit für die Antwort ist um.
}
sheet-raw = Roh
sheet-as-shown = Wie gezeigt
sheet-raw-label = Der Text, jedes ungewöhnliche Zeichen als sein Code geschrieben
sheet-on-behalf = In wessen Auftrag
sheet-kind = { $kind ->
    [person] Person
    [agent] Agent
    [service] Dienst
   *[other] { $kind }
}
sheet-usual = Sonst und jetzt
sheet-becomes = wird zu
sheet-others = Wie andere entschieden
sheet-so-far = Bisher
sheet-unknown = unbekannt
sheet-saw-and-now = Was Sie sahen, was jetzt dasteht
sheet-now = Jetzt
sheet-open-page = Öffnen bei { $host }

## Entscheiden

decide-name = Entscheiden
decide-how-long = Wie lange
decide-length-field = Dauer oder Ende, etwa 90m oder until 18:00
decide-once-started = ab Beginn
decide-usual = üblich
decide-until = bis { $time }
decide-reason = Begründung
decide-reason-hint = Grund fürs Protokoll
decide-deny-hint = Warum nicht? Fürs Protokoll
decide-deny = Ablehnen
decide-deny-offer = Ablehnen, { $length } anbieten
decide-offer = Stattdessen anbieten
decide-offer-none = Nichts
decide-offer-says = In der Begründung steht, dass bis zu { $length } freigegeben würden, wenn neu angefragt wird.
decide-offer-nothing = Diese Warteschlange kann nicht kürzer freigeben als angefragt. Eine Ablehnung kann sagen, was Sie freigeben würden.
decide-grant = { $length } freigeben
decide-hold-to-grant = Halten: { $length } freigeben
decide-grant-once = Einmal freigeben
decide-hold-to-grant-once = Halten: einmal freigeben
decide-agree = { $length } zustimmen
decide-hold-to-agree = Halten: { $length } zustimmen
decide-agree-once = Einmal zustimmen
decide-hold-to-agree-once = Halten: einmal zustimmen
decide-keep-holding = Weiter halten: { $seconds }
decide-ask-grant = { $length } freigeben?
decide-ask-grant-once = Einmal freigeben?
decide-ask-agree = { $length } zustimmen, { $share }?
decide-ask-agree-once = Einmal zustimmen, { $share }?
decide-confirm = Bestätigen
decide-back = Zurück
decide-type = Eingeben: { $word }
decide-type-label = Schreiben Sie den Namen des Mandanten: { $word }
decide-still-needed = Noch nötig: { $parts }.
decide-need = { $need ->
    [reason] eine Begründung
    [tenant] der Name des Mandanten
   *[length] eine Dauer
}
decide-again = Neu entscheiden
decide-next = Nächste Anfrage
decide-show-in-log = Im Protokoll zeigen
decide-undo = Zurücknehmen
decide-undone = Zurückgenommen. Nichts wurde gesendet.
decide-send-now = Jetzt senden
decide-reason-given = Begründung: { $reason }
decide-held = { $count ->
    [one] { $number } Sekunde lang gehalten. Mit { $key } zurücknehmen.
   *[other] { $number } Sekunden lang gehalten. Mit { $key } zurücknehmen.
}
decide-steps = Wo diese Entscheidung steht
decide-step = { $step ->
    [held] Gehalten
    [signed] Signiert
    [sent] Gesendet
   *[recorded] Vermerkt
}
risk-level = { $level ->
    [low] Gering
    [medium] Mittel
    [high] Hoch
   *[critical] Kritisch
}
classify-done = { $level ->
    [low] Eingestuft: geringes Risiko.
    [medium] Eingestuft: mittleres Risiko.
    [high] Eingestuft: hohes Risiko.
   *[critical] Eingestuft: kritisches Risiko.
}
classify-take-back = Zurücknehmen
classify-taken-back = Zurückgenommen.

## Laufende Freigaben

grants-risk = Risiko
grants-who = Wer hat was
grants-tenant = Mandant
grants-left = Restzeit
grants-until = Bis
grants-act = Handeln
grants-same-zone = gleiche Zone
grants-revoke = Widerrufen
grants-revoke-now = Jetzt widerrufen
grants-revoke-reason = Grund, optional
grants-revoke-whose = Widerrufen: { $who }
grants-revoked = Der Widerruf ist unterwegs.
grants-key = widerrufen
grants-key-shorten = kürzen
grants-group = Gruppiert
grants-group-by = { $by ->
    [time] Nach Restzeit
    [tenant] Nach Mandant
   *[holder] Nach Person
}
grants-shorten = Kürzen
grants-shorten-whose = Kürzen: { $who }
grants-shorten-end = Neues Ende, etwa 30m oder until 18:00
grants-shorten-hint = 30m oder until 18:00
grants-shorten-now = Jetzt kürzen
grants-shorten-was = bisher: { $end }
grants-shortened = Die Kürzung ist unterwegs.

## Protokoll

log-whose = Wessen Protokoll
log-verify = Jetzt prüfen
log-verify-again = Erneut prüfen
log-verifying = Wird geprüft
log-export = Exportieren
log-export-evidence = Beweise exportieren
log-exported = Geschrieben nach { $path }
log-time = Zeit
log-decision = Entscheidung
log-entries = Einträge
log-witness = Zeuge
log-list = Entscheidungen, neueste zuerst
log-row = { $time }, { $verb } { $whom }, { $what }, { $witness }
log-witness-word = { $witness ->
    [witnessed] bezeugt
    [not-yet] noch nicht
    [not-provable] nicht beweisbar
   *[does-not-match] passt nicht
}
log-not-yet = { $count ->
    [one] { $number } noch nicht
   *[other] { $number } noch nicht
}
log-tail = { $witnessed } von { $entries } Einträgen bezeugt
log-proved-one = 1 bewiesen
log-proved = 1 bis { $last } bewiesen
log-not-provable-one = { $entry } nicht beweisbar
log-not-provable = { $first } bis { $last } nicht beweisbar
log-choose = Wählen Sie eine Entscheidung, um ihren Beweis zu sehen.
log-proof = Beweis
log-proof-whole = Der Eintrag ist der ganze Baum.
log-proof-drawing = { $count ->
    [one] Vom Eintrag über { $number } Nachbarn zur Wurzel.
   *[other] Vom Eintrag über { $number } Nachbarn zur Wurzel.
}
log-leaf = Blatt
log-root = Wurzel
log-cosigned = Gegengezeichnet
log-not-cosigned = noch nicht
log-copy-proof = Beweis kopieren
log-raw-envelope = Roher Umschlag
log-shown = Gezeigt
log-to-do = Was zu tun ist
log-to-do-step = { $step ->
    [export] Exportieren Sie die Beweise. Sie enthalten dieses Protokoll, wie es ist, mit seinen Nachweisen.
    [tell] Sagen Sie es denen, die die Warteschlange betreiben. Ihr Zeuge hat eine eigene Kopie.
   *[recover] Um wieder freizugeben, beginnen Sie ein neues Protokoll, das neu um Zulassung bittet: { "doorward keys recover" }
}

log-search = Entscheidungen suchen
log-search-clear = Suche leeren
log-search-where = Wo gesucht wird
log-search-in = { $where ->
    [here] Dieses Protokoll
   *[all] Alle Protokolle
}
log-searching = Wird gesucht
log-found = { $count ->
    [one] { $number } Entscheidung gefunden
   *[other] { $number } Entscheidungen gefunden
}
log-found-more = { $number } Entscheidungen gefunden und weitere
log-found-none = Keine Entscheidung passt zu „{ $words }“.
log-found-none-hint = Jedes Wort wird als Anfang gesucht: von Namen, Begründungen, Rollen, Mandanten, Tickets. Eine Wendung steht in Anführungszeichen.
log-export-what = Dieses Protokoll exportieren
log-export-form = { $form ->
    [json] JSON mit Beweisen
    [csv] CSV, eine Tabelle
   *[ocsf] OCSF, Ereignisse
}
log-export-form-hint = { $form ->
    [json] Jeder Eintrag. Alle können ihn ohne Doorward prüfen.
    [csv] Eine Zeile je Entscheidung, ohne Beweise: für eine Tabellenkalkulation.
   *[ocsf] Ein Ereignis je Entscheidung, ohne Beweise: für ein SIEM.
}
log-export-names = Die Datei enthält Namen und Begründungen. Bewahren Sie sie so sorgsam auf wie das Protokoll selbst.
log-export-choose = Ort wählen
log-export-cancel = Abbrechen
log-exporting = Wird geschrieben, { $entries } von { $total } Einträgen
log-exporting-begun = Wird geschrieben
log-export-stop = Anhalten
log-exported-decisions = { $count ->
    [0] Es sind keine Namen und Begründungen darin.
    [one] Namen und Begründungen von { $number } Entscheidung sind darin: so sorgsam aufbewahren wie das Protokoll selbst.
   *[other] Namen und Begründungen von { $number } Entscheidungen sind darin: so sorgsam aufbewahren wie das Protokoll selbst.
}

## Auswertung

insights-period = Zeitraum
insights-days = { $period ->
    [week] Letzte 7 Tage
    [month] Letzte 30 Tage
    [quarter] Letzte 90 Tage
   *[year] Letzte 12 Monate
}
insights-queue = Warteschlange
insights-all-queues = Alle Warteschlangen
insights-figure = { $figure ->
    [yours] von Ihnen entschieden
    [in-time] rechtzeitig
    [shortened] kürzer freigegeben
    [denied] abgelehnt
    [undone] rechtzeitig zurückgenommen
   *[used] der freigegebenen Zeit genutzt
}
insights-no-figure = nichts, woraus es zu sagen wäre
insights-as-table = Als Tabelle zeigen
insights-as-picture = Als Bild zeigen
insights-arrows = Pfeiltasten gehen von Wert zu Wert.
insights-point = { $label }: { $said }
insights-nothing = In diesen Tagen wurde nichts angefragt oder entschieden.
insights-nothing-hint = Wählen Sie einen längeren Zeitraum oder alle Warteschlangen.
insights-few = { $count ->
    [one] Nur { $number }: zu wenige, um zu sagen, was üblich ist.
   *[other] Nur { $number }: zu wenige, um zu sagen, was üblich ist.
}
insights-share = { $share } ({ $number })
insights-of = { $part } von { $total }
insights-column = { $column ->
    [who] Wer
    [median] Hälfte binnen
    [p90] Neun von zehn binnen
    [decisions] Entscheidungen
    [answer] Antwort
    [requests] Anfragen
    [share] Anteil
    [day] Tag
    [week] Woche ab
    [asked] Angefragt
    [decided] Entschieden
    [yours] Von Ihnen
    [risk] Risiko
    [role] Rolle
    [tenant] Mandant
    [granted] Wie angefragt
    [shorter] Kürzer
    [denied] Abgelehnt
    [median-length] Mittlere Dauer
    [what] Was
    [clicked] Geklickt
    [stood] Bestand
    [agreed] Eine von mehreren
    [undone] Zurückgenommen
    [changed] Inzwischen geändert
    [unsigned] Nicht signiert
    [others-first] Jemand war schneller
    [refused] Verweigert
    [too-late] Zu spät
    [open] Unterwegs
    [time] Zeit
   *[minutes] Minuten
}
insights-took = Die Hälfte ist binnen { $median } entschieden
insights-took-one = Eine wurde entschieden, nach { $median }
insights-took-none = Keine Anfrage wurde von Menschen entschieden
insights-took-about = Von der Anfrage zur Entscheidung. Neun von zehn binnen { $p90 }
insights-took-about-one = Von der Anfrage zur Entscheidung
insights-took-who = { $who ->
    [everybody] Alle
   *[you] Sie
}
insights-took-said = Hälfte binnen { $median }, neun von zehn binnen { $p90 }
insights-took-nothing = nichts entschieden
insights-sla = { $percent } wurden rechtzeitig beantwortet
insights-sla-all = Alle wurden rechtzeitig beantwortet
insights-sla-no = Keine wurde rechtzeitig beantwortet
insights-sla-none = Keine Antwort war fällig
insights-sla-about = { $count ->
    [one] Von { $number }, die entschieden wurde oder hätte werden sollen
   *[other] Von { $number }, die entschieden wurden oder hätten werden sollen
}
insights-answer = { $answer ->
    [in-time] rechtzeitig
    [late] zu spät
   *[unanswered] unbeantwortet
}
insights-volumes = Am meisten wurde am { $day } angefragt: { $number }
insights-volumes-week = Am meisten wurde in der Woche ab { $day } angefragt: { $number }
insights-volumes-even = { $step ->
    [day] Kein Tag fällt auf: höchstens { $number } Anfragen
   *[week] Keine Woche fällt auf: höchstens { $number } Anfragen
}
insights-volumes-none = Nichts wurde angefragt
insights-volumes-about = { $step ->
    [day] Anfragen je Tag
   *[week] Anfragen je Woche
}
insights-volumes-said = { $asked } angefragt, { $decided } entschieden, { $yours } von Ihnen
insights-volume = { $series ->
    [asked] angefragt
    [decided] entschieden
   *[yours] von Ihnen
}
insights-risk = { $percent } hatten hohes oder kritisches Risiko
insights-risk-no = Keine hatte hohes oder kritisches Risiko
insights-risk-all = Alle hatten hohes oder kritisches Risiko
insights-risk-about = { $count ->
    [one] Von { $number } Anfrage, nach ihrem Risiko
   *[other] Von { $number } Anfragen, nach ihrem Risiko
}
insights-shortened = { $percent } der Freigaben sind kürzer als angefragt
insights-shortened-no = Keine Freigabe ist kürzer als angefragt
insights-shortened-all = Jede Freigabe ist kürzer als angefragt
insights-shortened-none = Nichts wurde von Menschen freigegeben
insights-roles-about = Insgesamt und für die Rollen, über die am meisten entschieden wurde
insights-roles-all = Alle Rollen
insights-decision = { $decision ->
    [granted] wie angefragt
    [shorter] kürzer
   *[denied] abgelehnt
}
insights-decision-said = { $granted } wie angefragt, { $shorter } kürzer, { $denied } abgelehnt
insights-own = { $count ->
    [one] Sie haben einmal entschieden
   *[other] Sie haben { $number } Mal entschieden
}
insights-own-undone = { $count ->
    [one] Sie haben einmal entschieden und { $undone } zurückgenommen
   *[other] Sie haben { $number } Mal entschieden und { $undone } zurückgenommen
}
insights-own-none = Sie haben nichts entschieden
insights-own-about = Was Sie geklickt haben und was daraus wurde
insights-end = { $end ->
    [stood] hatte Bestand
    [undone] zurückgenommen
    [no-effect] ohne Wirkung
   *[open] unterwegs
}
insights-end-said = { $stood } hatten Bestand, { $undone } zurückgenommen, { $failed } ohne Wirkung, { $open } unterwegs
insights-used = { $percent } der freigegebenen Zeit wurden genutzt
insights-used-none = Keine Freigabe ist zu Ende, die sagt, wie lange sie genutzt wurde
insights-used-about = { $count ->
    [one] Bis zum Ende oder Widerruf, von { $number } beendeten Freigabe
   *[other] Bis zum Ende oder Widerruf, von { $number } beendeten Freigaben
}
insights-untold = { $number } weitere sagen es nicht.
insights-time = { $time ->
    [used] genutzt
   *[unused] nicht genutzt
}

## Warteschlangen

queues-list = Verbundene Warteschlangen
queues-connect = Warteschlange verbinden
queues-sign-in-again = Neu anmelden
queues-new-token = Neues Token
queues-doctor = Diagnose
queues-doctor-of = Was bei { $name } im Weg steht
queues-looking = Wird untersucht
queues-look-again = Erneut untersuchen
queues-close-look = Befund schließen
queues-copy-report = Bericht kopieren
queues-weight = { $weight ->
    [ok] in Ordnung
    [warning] ansehen
   *[error] im Weg
}
queues-check = { $check ->
    [profile] Profil
    [keyring] Schlüsselbund
    [queues] Liste der Warteschlangen
    [store] Ordner
    [address] Adresse
    [reach] Erreichbarkeit
    [token] Token
    [sign-in] Wer Sie sind
    [api] Version
    [clock] Uhr
    [device] Dieses Gerät
    [key] Sein Schlüssel
    [security-key] Sicherheitsschlüssel
    [witness] Zeuge
    [queue-log] Protokoll der Warteschlange
    [mirror] Was bekannt ist
    [presence] Anwesenheit
    [capabilities] Was sie kann
   *[other] { $check }
}
queues-experimental = Experimentell
queues-experimental-why = Experimentell: { $why }
queues-remove = Entfernen
queues-remove-which = { $name } entfernen
queues-remove-now = Entfernen
queues-keep = Behalten
queues-type-name = Zum Entfernen den Namen schreiben: { $name }
queues-removed = { $name } ist entfernt: von dort wird nichts mehr gehört und dorthin nichts mehr gesendet.
queues-can = Was sie kann

## Eine Warteschlange verbinden

connect-again = Neu anmelden bei { $name }
connect-stage = { $stage ->
    [choose] System
    [fill] Anmelden
   *[done] Verbunden
}
connect-stages = Schritte
connect-past = { $step }, erledigt
connect-choose = Woher kommen die Anfragen?
connect-weaker = Schwächer als anderswo
connect-needs = Was Sie brauchen
connect-page = Alles darüber: { $page }
connect-cancel = Abbrechen
connect-back = Zurück
connect-next = Weiter
connect-address = Adresse
connect-address-hint = https, oder http auf diesem Rechner
connect-address-is = Adresse { $address }
connect-address-at = { $system }, { $address }
connect-whole = Adresse als Ganzes schreiben
connect-in-parts = In Teilen ausfüllen
connect-name = Wie Sie sie nennen
connect-name-hint = Steht in Listen und in Ihrem Protokoll
connect-watch = Nur beobachten
connect-watch-hint = Sie wird hier gelesen, bewertet und gemeldet; entschieden wird in ihrem eigenen System.
connect-who = Wer Sie dort sind
connect-way = { $way ->
    [browser] Im Browser
    [code] Mit einem Code
   *[token] Mit einem Token
}
connect-way-hint = { $way ->
    [browser] Eine Seite des Anbieters öffnet sich in Ihrem Browser.
    [code] Sie geben auf einer Seite einen kurzen Code ein, in irgendeinem Browser auf irgendeinem Gerät.
   *[token] Von denen, die das System betreiben, oder dort von Ihnen erstellt. Ein Token läuft ab: dann fügen Sie ein neues ein.
}
connect-client = Client-ID
connect-client-hint = Wie Ihre Organisation sie registriert hat
connect-secret = Client-Geheimnis, falls es eines gibt
connect-secret-kept = Von früher behalten
connect-more = Ein anderer Anbieter
connect-issuer = Aussteller
connect-issuer-hint = Statt { $issuer }
connect-token = Token
connect-file = Pfad Ihrer Identitätsdatei
connect-file-hint = Sie wird einmal gelesen. Was in ihr steht, kommt in den Schlüsselbund des Systems: Löschen Sie die Datei danach.
connect-invitation = Einladung, falls Sie dort ein anderes Gerät haben
connect-keyring = Kommt in den Schlüsselbund des Systems und nirgends sonst hin.
connect-check = Prüfen und verbinden
connect-sign-in = Anmelden und verbinden
connect-not-all = Einige Felder sind noch leer.
connect-doing = { $name } wird verbunden
connect-step = { $step ->
    [reach] Erreichen
    [sign-in] Anmelden
    [check] Wer Sie sind
   *[hear] Verbinden
}
connect-doing-step = { $step ->
    [reaching] Es wird gefragt, ob sie antwortet
    [signing-in] Der Anbieter wird gefragt
    [browser] Wartet auf Ihre Anmeldung im Browser
    [code] Wartet darauf, dass Sie den Code eingeben
    [checking] Es wird geprüft, wer Sie dort sind
   *[connecting] Wird verbunden und gehört
}
connect-page-opened = Die Seite wurde in Ihrem Browser geöffnet. Wenn keine erscheint, kopieren Sie ihre Adresse und öffnen Sie sie selbst.
connect-page-by-hand = Es ließ sich kein Browser öffnen. Kopieren Sie die Adresse der Seite und öffnen Sie sie selbst.
connect-copy-address = Adresse kopieren
connect-type-code = Öffnen Sie { $address } in irgendeinem Browser und geben Sie diesen Code ein:
connect-copy-code = Code kopieren
connect-waits = Es wird fünf Minuten gewartet. Zeigt die Seite einen Fehler, halten Sie an und prüfen Sie den Client.
connect-stop = Anhalten
connect-stopping = Wird angehalten
connect-stopped = Nichts wurde verbunden.
connect-done = { $name } ist verbunden.
connect-you-are = Sie sind
connect-approver-in = Entscheidet für
connect-guarantee = Was sie einhält
connect-to-inbox = Eingang öffnen
connect-to-queues = Warteschlangen zeigen
connect-another = Weitere verbinden

## Einstellungen

settings-sections = Bereiche der Einstellungen
settings-search = Einstellungen durchsuchen
settings-none = So heißt keine Einstellung.
settings-back = Alle Einstellungen
settings-section = { $section ->
    [queues] Warteschlangen
    [keys] Identitäten und Schlüssel
    [notifications] Benachrichtigungen
    [away] Abwesenheit
    [roles] Gefährliche Rollen
    [language] Sprache und Region
    [appearance] Aussehen
    [keyboard] Tastatur
    [computer] Dieser Rechner
   *[about] Über
}
# Namen einzelner Einstellungen, auch für die Suche und die Palette.
settings-name = { $setting ->
    [connect] Eine Warteschlange verbinden
    [devices] Ihre Geräte
    [new-key] Den Schlüssel dieses Geräts wechseln
    [admit] Ein weiteres Gerät zulassen
    [security-keys] Sicherheitsschlüssel
    [levels] Was gemeldet wird, und wie
    [digest] Zeiten der Sammelmeldung
    [quiet] Ruhezeiten
    [hide] Ohne wer, was und wo
    [nudges] Nach der Hälfte und nach neun Zehnteln der Zeit erinnern
    [notify-language] Sprache der Benachrichtigungen
    [example] Jetzt eine senden
    [away] Abwesend bis
    [pause] Benachrichtigungen anhalten
    [role] Wie gefährlich eine Rolle ist
    [language] Sprache
    [zone] Zeitzone
    [theme] Hell oder dunkel
    [contrast] Mehr Kontrast
    [density] Höhe der Zeilen
    [text-size] Größe der Schrift
    [motion] Weniger Bewegung
    [single-keys] Tasten ohne { $mod }
    [keys] Tasten ändern
    [login] Beim Anmelden starten
    [close] Im Infobereich bleiben, wenn das Fenster geschlossen wird
    [version] Version
    [profile] Wo das Profil liegt
    [first-steps] Erste Schritte
    [practise] Üben
   *[checks] Was geprüft wird
}
# Weitere Wörter, unter denen eine Einstellung gefunden wird.
settings-words = { $setting ->
    [connect] hinzufügen anmelden
    [devices] Fingerabdruck widerrufen
    [new-key] tauschen
    [admit] Fingerabdruck Einladung
    [security-keys] Token berühren Passkey FIDO
    [levels] Banner Risiko Stufe sofort nie
    [digest] Zusammenfassung gesammelt
    [quiet] nicht stören Nacht Wochenende Stille
    [hide] Sperrbildschirm Privatsphäre
    [nudges] Erinnerung Frist
    [notify-language] Übersetzung Meldungen
    [example] Probe Vorschau
    [away] Urlaub Ferien fort
    [pause] stumm Stille
    [role] einstufen Risiko Tabelle
    [language] Übersetzung
    [zone] Region Uhr
    [theme] Farbe Nacht
    [contrast] Barrierefreiheit
    [density] dicht kompakt
    [text-size] Zoom größer
    [motion] Animation Barrierefreiheit
    [single-keys] Tastenkürzel Barrierefreiheit
    [keys] Tastenkürzel belegen
    [login] Autostart hochfahren
    [close] beenden Hintergrund
    [version] Lizenz
    [profile] Ordner
    [first-steps] Einführung Rundgang von vorn
    [practise] Training erfundene Anfragen
   *[checks] prüfen Zeuge Schlüsselbund
}
settings-keep = Lassen

settings-risk = Risiko
settings-way = { $way ->
    [at-once] Sofort
    [digest] Gesammelt
   *[never] Gar nicht
}
settings-way-of = { $level }: { $way }
settings-when-quiet = In Ruhezeiten
settings-comes-through = Kommt durch
settings-waits = Wartet
settings-caps = Höchstens { $one } in der Minute und { $hour } in der Stunde über eine Person. Mehr als { $all } in der Minute werden als eine gemeldet. Eine Flut wird einmal gemeldet. Rollen, die niemand eingestuft hat, zählen als hoch.
settings-digest-at = Gemeldet um
settings-digest-at-hint = Zeiten wie 09:00 14:00; keine für nie
settings-digest-every = Alle
settings-digest-minutes = { $minutes } min
settings-digest-not = nur zu diesen Zeiten
settings-no-time = „{ $text }“ ist keine Uhrzeit. Schreiben Sie sie wie 20:00.
settings-zone-own = Zeit in { $zone }, nach der Uhr dieses Rechners
settings-zone-set = Zeit in { $zone }
settings-quiet-usual = Nachts und am Wochenende
settings-quiet-none = Es gibt keine Ruhezeiten.
settings-quiet-what = Was in ihnen wartet, wird am Ende einmal zusammengefasst.
settings-quiet-from = { $day }, Ruhe von
settings-quiet-to = { $day }, Ruhe bis
settings-quiet-to-word = bis
settings-quiet-all = ganztags
settings-quiet-add = Ruhezeit am { $day } hinzufügen
settings-quiet-remove = Keine Ruhezeit am { $day } von { $from } an
settings-quiet-copy = An jedem Tag wie am { $day }
settings-hide-what = Für Bildschirme, die andere sehen: Eine Benachrichtigung sagt, dass etwas wartet, wie gefährlich es ist und bis wann.
settings-preview = So wird es aussehen
settings-preview-case = { $case ->
    [at-once] Sofort
    [reminder] Erinnerung, um { $at }
   *[digest] Sammelmeldung, um { $at }
}
settings-preview-none = Mit diesen Einstellungen wird nichts gemeldet. Eingang und Infobereich zählen trotzdem.
settings-preview-foot = Aus einer Benachrichtigung wird nichts entschieden. Ihre Knöpfe öffnen die Anfrage hier. Sie verschwindet, wenn jemand anders entschieden hat.
settings-review = Ansehen
settings-deny = Ablehnen …
settings-sent = Gesendet. Sie steht auf Ihrem Bildschirm.

settings-away-day = Tag
settings-away-time = Uhrzeit
settings-away-go = Abwesend sein
settings-away-is = Abwesend bis { $until }.
settings-away-back = Ich bin zurück
settings-away-over = Wählen Sie einen Tag und eine Uhrzeit, die noch kommen, wie { $example }.
settings-away-tomorrow = Bis morgen
settings-away-monday = Bis Montag
settings-away-week = Für eine Woche
settings-away-what = Bis dahin wird nichts gemeldet, auch nichts Kritisches. Was vorher abläuft, wird gemeldet, wenn Sie gehen, und wenn Sie zurück sind, gibt es eine Zusammenfassung. Anfragen werden nicht übergeben: Wer sonst entscheiden darf, sieht sie wie zuvor.
settings-pause-minutes = Für { $minutes } min
settings-pause-hours = Für { $hours } h
settings-pause-open = Bis ich weitermache
settings-pause-what = Nur Kritisches wird gemeldet.
settings-pause-is = Angehalten bis { $until }.
settings-pause-is-open = Angehalten, bis Sie weitermachen.
settings-pause-on = Weitermachen

settings-read = Stand { $at }
settings-not-read = Noch nicht gelesen
settings-this-device = Dieses Gerät
settings-fingerprint = Fingerabdruck
settings-copy-fingerprint = Fingerabdruck kopieren
settings-enrolled = angemeldet { $at }
settings-used = benutzt { $at }
settings-never-used = nie benutzt
settings-revoked = widerrufen { $at }
settings-new-device = Neu: Waren Sie das?
settings-key-change = Schlüssel wechseln
settings-key-change-what = Die Warteschlange nimmt von da an nur den neuen Schlüssel. Was vorher unterschrieben wurde, verliert nichts von seinem Wert.
settings-key-changed = Dieses Gerät hat einen neuen Schlüssel.
settings-key-waits = Der neue Schlüssel dieses Geräts ist von der Warteschlange noch nicht bestätigt. Sie erfährt es von selbst.
settings-device-revoke = Widerrufen
settings-device-revoke-which = { $name } widerrufen
settings-device-revoke-what = Was { $name } unterschreibt, wird nicht mehr angenommen. Das lässt sich nicht zurücknehmen.
settings-device-revoked = { $name } ist widerrufen.
settings-asks = bittet um Zulassung seit { $at }
settings-admit-what = Wenn Sie davor sitzen, vergleichen Sie, was es zeigt, und geben Sie das hier ein.
settings-admit = Zulassen
settings-admitted = { $name } ist zugelassen und darf von nun an entscheiden.
settings-log-key = Schlüssel des Protokolls dieses Geräts, um es anderswo zu prüfen
settings-copy-log-key = Schlüssel des Protokolls kopieren
settings-security-add = Sicherheitsschlüssel hinzufügen
settings-security-name = Wie Sie ihn nennen
settings-security-touch = Berühren Sie ihn, wenn er blinkt. Ist schon einer angemeldet, berühren Sie auch diesen: Er bürgt für den neuen.
settings-security-none = Keiner. Eine Freigabe, die einen braucht, ist von hier nicht möglich.
settings-security-at = angemeldet { $at } an { $by }
settings-security-remove = Entfernen
settings-security-remove-which = { $name } entfernen
settings-security-remove-what = Was { $name } unterschreibt, wird nicht mehr angenommen.
settings-security-added = { $name } ist angemeldet.
settings-security-removed = { $name } ist entfernt.
settings-no-devices = Keine Warteschlange ist verbunden, also ist kein Gerät angemeldet.

settings-roles-search = Rollen durchsuchen
settings-roles-what = Was eine Rolle erlaubt, und wie gefährlich das ist. Ihre eigenen Zeilen zählen vor der Tabelle; was niemand eingestuft hat, zählt als hoch. Es bleibt hier und wird nirgendwohin gesendet.
settings-roles-mine = Nur meine
settings-roles-all = Alle
settings-roles-unknown = Nicht eingestuft
settings-roles-none = So heißt keine Rolle.
settings-roles-more = { $count ->
    [one] { $number } weitere. Suchen Sie, um sie einzugrenzen.
   *[other] { $number } weitere. Suchen Sie, um sie einzugrenzen.
}
settings-roles-waiting = { $count ->
    [one] { $number } Anfrage wartet
   *[other] { $number } Anfragen warten
}
settings-roles-nobody = Niemand; zählt als hoch
settings-roles-source = Quelle
settings-roles-copy = Adresse der Quelle kopieren
settings-roles-as = { $role } einstufen
settings-roles-forget = Zurücknehmen

settings-language-system = Wie das System
settings-language-what = Gilt sofort. Was über Anfragen gesagt wird, und das Protokoll, sind auf Englisch.
settings-zone-what = Zeiten stehen in { $zone }, nach der Uhr dieses Rechners.

settings-theme = { $theme ->
    [system] Wie das System
    [light] Hell
   *[dark] Dunkel
}
settings-density = { $density ->
    [comfortable] Bequem
   *[compact] Dicht
}
settings-percent = { $percent } %
settings-text-size-what = Alles wächst mit und wird neu angeordnet, sodass nichts abgeschnitten ist.
settings-contrast-what = Auch wenn das System nicht darum bittet.
settings-motion-what = Ringe werden zu Zahlen. Auch wenn das System nicht darum bittet.

settings-single-what = Buchstaben und Zeichen, die in Liste und Blatt wirken, nie beim Schreiben. Ohne sie steht alles in der Palette.
settings-key-change-word = Ändern
settings-key-press = Taste drücken
settings-key-of = Taste für { $action } ändern
settings-key-off = Ausschalten
settings-key-off-of = Taste für { $action } ausschalten
settings-key-reset = Zurücksetzen
settings-key-reset-of = Taste für { $action } zurücksetzen
settings-key-reset-all = Alle zurücksetzen
settings-key-none = keine
settings-key-fixed = überall gleich
settings-key-taken = { $key } steht schon für „{ $action }“.
settings-key-reserved = { $key } wird zum Bewegen und zum Schreiben gebraucht.
settings-key-needs-mod = Das wirkt auch beim Schreiben und braucht deshalb { $mod }.

settings-login-what = Es startet im Infobereich, ohne Fenster.
settings-close-what = Anfragen kommen weiter an, und Freigaben enden rechtzeitig. Beenden steht im Menü des Infobereichs.
settings-close-no-tray = Kein Infobereich zeigt die App auf diesem Rechner, also beendet das Schließen des Fensters sie.

settings-licence = Lizenz
settings-logs = Das Betriebsprotokoll
settings-logs-what = Um einem Fehler nachzugehen. Es enthält keine Worte von Anfragen und keine Geheimnisse.
settings-copy-path = Kopieren
settings-checks-log = Ihr eigenes Protokoll wird bei jedem Start und bei jedem Öffnen geprüft, Eintrag für Eintrag, gegen seinen Zeugen.
settings-checks-queue = Das Protokoll jeder Warteschlange wird gelesen, bevor eine Freigabe unterschrieben wird:
settings-standing = { $standing ->
    [consistent] stimmt
    [due] fällig
    [broken] gebrochen
   *[unknown] nicht gelesen
}

## Palette

palette-name = Etwas tun
palette-field = Eine Handlung, eine Seite, eine Anfrage, eine Einstellung
palette-group = { $group ->
    [request] Diese Anfrage, { $who }
    [requests] Anfragen
    [go] Gehen zu
    [settings] Einstellungen
   *[do] Tun
}
palette-none = So heißt nichts.
palette-found = { $count ->
    [one] { $number } gefunden
   *[other] { $number } gefunden
}
palette-choose = wählen
palette-do = ausführen
palette-close = schließen
palette-foot = Von hier wird nichts freigegeben.
palette-opens = öffnet das Feld
palette-classify = Rolle einstufen: { $level }
palette-queue = Warteschlange { $name }
palette-view = Ansicht: { $name }

## Tastatur

keys-group = { $group ->
    [move] Bewegen
    [decide] Entscheiden
    [grants] Laufende Freigaben
    [queues] Warteschlangen
   *[anywhere] Überall
}
keys-action = { $action ->
    [next] Nächste
    [previous] Vorige
    [find] Suchen
    [first] Erste
    [last] Letzte
    [open] Öffnen
    [back] Zurück
    [arrivals] Neu eingegangene
    [panes] Von Bereich zu Bereich
    [select] Auswählen
    [select-down] Nach unten auswählen
    [select-up] Nach oben auswählen
    [select-all] Alle des Mandanten auswählen
    [snooze] Zurückstellen
    [grant] Freigeben
    [deny] Ablehnen
    [shorten] Kürzen
    [shorter] Kürzer
    [longer] Länger
    [undo] Zurücknehmen, solange gehalten
    [send-now] Jetzt senden
    [open-page] Im eigenen System öffnen
    [classify-low] Rolle einstufen: gering
    [classify-medium] Mittel
    [classify-high] Hoch
    [classify-critical] Kritisch
    [classify-forget] Einstufung zurücknehmen
    [revoke] Widerrufen
    [connect] Warteschlange verbinden
    [inbox] Eingang
    [grants] Laufende Freigaben
    [log] Protokoll
    [insights] Auswertung
    [settings] Einstellungen
    [palette] Etwas tun
    [shortcuts] Diese Übersicht
   *[quit] Beenden
}
keys-hold = halten
keys-name = { $key ->
    [Enter] Eingabe
    [Escape] Esc
    [Shift] Umschalt
    [Control] Strg
    [Home] Pos1
    [End] Ende
   *[other] { $key }
}

## Übung

practice-title = Übung · { $title }
practice-tag = Übung, erfunden
practice-place = { $done } von { $total } entschieden
practice-end = Übung beenden
practice-what = Was war das?
practice-feedback = Was diese Entscheidung wert war
practice-verdict = { $verdict ->
    [right] Erkannt.
    [plain] Zu Recht.
    [missed] Übersehen.
    [too-strict] Strenger als nötig.
   *[withheld] Nichts zu entscheiden.
}
practice-was = { $trap ->
    [none] Diese Anfrage war, was sie sagt.
    [look-alike] Der Name ist nicht, was er scheint.
    [hidden-words] Verborgene Zeichen drehen die Worte um.
    [own-request] Es war die eigene Anfrage, unter anderem Namen oder durch einen Agenten.
    [odd-hour] Sie kam mitten in der Nacht und ohne Ticket.
    [too-long] Sie war für viel länger als üblich.
   *[changed] Sie wurde eine andere, nachdem sie geöffnet war.
}
practice-did = { $decision ->
    [granted] Gewährt: { $length }.
    [denied] Abgelehnt.
    [unanswered] Niemand hat rechtzeitig geantwortet, und Schweigen gewährt nichts.
   *[withheld] Niemand entscheidet über die eigene Anfrage, und Doorward hält sich daran.
}
practice-took = Gedauert hat es { $time }.
practice-careful = Was sorgfältige Leute tun
practice-careful-do = { $trap ->
    [none] Sie gewähren die gewünschten { $asked }: Nichts spricht dagegen.
    [look-alike] Sie lehnen ab und fragen die echte Person auf anderem Weg.
    [hidden-words] Sie lehnen ab: Wer Zeichen verbirgt, verbirgt, worum es geht.
    [own-request] Sie überlassen es jemand anderem.
    [odd-hour] Sie lehnen ab, bis jemand Waches ein Ticket nennt.
    [too-long] Sie kürzen: { $usual } sind üblich, { $asked } waren gewünscht.
   *[changed] Sie lesen den Unterschied und gewähren nicht mehr als die zuerst gewünschten { $asked }.
}
practice-where = Wo es zu sehen war
practice-sign = { $sign ->
    [boxed-letter] Ein Buchstabe eines anderen Alphabets steht umrandet im Namen, in der Liste und auf dem Blatt.
    [boxed-words] Verborgene Zeichen stehen umrandet in den Worten der Anfrage.
    [no-decision] Das Feld sagt, dass es die eigene ist, und bietet keine Entscheidung.
    [their-zone] Jede Länge sagt, wann sie dort endet, wo die Person ist, also wie spät es dort ist.
    [no-ticket] Kein Ticket ist genannt.
    [longer-in-risk] Die Gründe des Risikos sagen, dass es länger ist als die üblichen { $usual }.
    [difference] Das Blatt verlangte, erst den Unterschied zu lesen.
   *[nothing-odd] Nichts ist umrandet, die Länge ist üblich, die Gründe des Risikos sind kurz.
}
practice-so-far = Bisher
practice-open = Anfrage { $number }, noch nicht entschieden
practice-name = { $trap ->
    [none] Nichts faul
    [look-alike] Ähnlicher Name
    [hidden-words] Verborgene Zeichen
    [own-request] Eigene Anfrage
    [odd-hour] Ungewöhnliche Stunde
    [too-long] Zu lang
   *[changed] Nach dem Öffnen geändert
}
practice-vow = Übungsentscheidungen sind mit einem Übungsschlüssel signiert und verlassen diesen Rechner nie.
practice-next = Nächste Anfrage
practice-how = Ergebnis ansehen
practice-summary = Wie die Übung lief
practice-summary-title = { $right } von { $total } wie sorgfältige Leute
practice-summary-all = Echte Anfragen sehen genauso aus. Dieselbe Zeit lohnt sich auch dort.
practice-summary-some = Jede Zeile sagt, was übersehen wurde. Die nächste Runde hat andere Anfragen.
practice-times = Zeit bis zur Entscheidung, nach Risiko
practice-times-of = { $count ->
    [one] aus { $number } Entscheidung
   *[other] Median aus { $number } Entscheidungen
}
practice-again = Noch einmal üben

## Erste Schritte

intro-brand = Doorward
intro-name = Erste Schritte
intro-step = { $step ->
    [practise] Üben
    [connect] Warteschlange verbinden
   *[interrupt] Wählen, was unterbrechen darf
}
intro-title = { $step ->
    [practise] Fünf erfundene Anfragen entscheiden
    [connect] Woher kommen die Anfragen?
   *[interrupt] Was darf unterbrechen?
}
intro-line = { $step ->
    [practise] Ein paar Minuten, in einem eigenen Fenster. Nichts verlässt diesen Rechner, und niemand erhält Zugriff. Manche der fünf wollen täuschen, wie echte auch.
    [connect] Doorward liest die Warteschlangen, die es schon gibt. Es verlangt die kleinsten Rechte und sagt, was jedes System kann und was nicht. Die Anmeldung liegt im Schlüsselbund des Systems.
   *[interrupt] Eine Benachrichtigung entscheidet nie etwas. Sie öffnet die Anfrage und verschwindet, wenn jemand anders sie erledigt hat.
}
intro-trap = { $trap ->
    [look-alike] Ein Name, der nicht ist, was er scheint
    [own-request] Die eigene Anfrage, durch einen Agenten
    [odd-hour] Eine ungewöhnliche Stunde
   *[changed] Nach dem Öffnen geändert
}
intro-trap-line = { $trap ->
    [look-alike] ein Buchstabe aus einem anderen Alphabet
    [own-request] niemand genehmigt die eigene
    [odd-hour] Nacht, wo die Person lebt
   *[changed] der Unterschied wird gezeigt
}
intro-keys = Tasten, die man kennen sollte
intro-practising = Die Übung ist in einem eigenen Fenster offen. Danach geht es hier weiter.
intro-start = Übung beginnen
intro-next = Weiter
intro-done = Eingang öffnen
intro-skip = { $step ->
    [practise] Übung überspringen
    [connect] Später
   *[interrupt] So lassen
}
intro-connected = { $count ->
    [one] { $number } Warteschlange ist verbunden.
   *[other] { $number } Warteschlangen sind verbunden.
}
intro-preset = { $preset ->
    [critical] Nur Kritisches
    [high] Hohes und Kritisches
   *[everything] Alles
}
intro-preset-line = { $preset ->
    [critical] Der Rest kommt gesammelt in einer Sammelmeldung
    [high] Mittleres und Niedriges kommt gesammelt in einer Sammelmeldung
   *[everything] Jede Anfrage sofort, innerhalb der Grenzen
}

## Nichts wartet

empty-figures = Heute
empty-decided = heute entschieden
empty-median = im Median bis zur Entscheidung
empty-quiet = Ruhe von { $from } bis { $to }.
empty-quiet-critical = Ruhe von { $from } bis { $to }, außer bei Kritischem.
empty-digest = Nächste Sammelmeldung um { $time }.
empty-digest-every = Eine Sammelmeldung alle { $minutes } Min.
