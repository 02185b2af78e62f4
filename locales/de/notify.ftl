# Was Benachrichtigungen sagen. Zahlen und Namen kommen als Argumente; nichts hier ruft eine Funktion auf.
# Ein Titel hat höchstens 45 Zeichen, ein Text höchstens 110: was länger ist, verliert sein Ende. Glossar in app.ftl.

request-title = { $who } bittet um { $role }
request-body = { $risk } Risiko. { $length } in { $tenant }. { $answer }
unclassified-body = Rolle nicht eingestuft: gilt als { $risk } Risiko. { $length } in { $tenant }. { $answer }
hidden-title = { $count ->
    [one] Anfrage nach erhöhtem Zugriff
   *[other] { $count } Anfragen nach erhöhtem Zugriff
}
hidden-body = { $risk } Risiko. { $answer }

group-title = { $count } Anfragen von { $who }
group-body = Höchstens { $risk } Risiko. { $answer }

flood-body = { $risk } Risiko. Womöglich soll die Menge ermüden. Dies wird einmal gesagt.

crowd-title = { $count } Anfragen warten
crowd-body = { $people ->
    [one] Von einer Stelle.
   *[other] Von { $people } Stellen.
} Höchstens { $risk } Risiko. { $answer }

half-body = Die halbe Zeit ist um. { $risk } Risiko. { $answer }
waits-body = Wartet seit { $waited }. { $risk } Risiko. { $answer }
last-body = Läuft in { $left } ab. { $risk } Risiko.
last-title = { $count } Anfragen laufen ab
last-many-body = Die erste in { $left }. Höchstens { $risk } Risiko.

digest-title = { $count ->
    [one] 1 Anfrage wartet
   *[other] { $count } Anfragen warten
}
digest-body = Höchstens { $risk } Risiko. { $end }

away-title = { $count ->
    [one] 1 Anfrage läuft ab, während Sie weg sind
   *[other] { $count } Anfragen laufen ab, solange Sie weg sind
}
away-body = Entscheiden Sie vorher. Die erste läuft in { $left } ab. Höchstens { $risk } Risiko.

back-title = { $why ->
    [away] Während Sie weg waren
    [quiet] In Ihren Ruhezeiten
   *[paused] Während der Pause
}
back-body = { $count ->
    [0] Nichts wartet.
    [one] 1 Anfrage wartet, { $risk } Risiko.
   *[other] { $count } Anfragen warten, höchstens { $risk } Risiko.
} { $missed ->
    [0] Keine lief ungesehen ab.
    [one] 1 lief unbeantwortet ab.
   *[other] { $missed } liefen unbeantwortet ab.
}

stopped-title = Keine Freigabe mehr bei { $queue }
stopped-any-title = Eine Warteschlange nimmt nichts mehr an
stopped-body = { $why ->
    [device] Dieses Gerät gilt dort nicht mehr. Doorward nennt den Weg zurück.
    [log] Das Protokoll dieses Geräts setzt sich nicht fort. Doorward sagt, was zu tun ist.
   *[queue-log] Das Protokoll der Warteschlange setzt sich nicht fort. Doorward sagt, was zu tun ist.
}

risk = { $place ->
    [first] { $level ->
        [low] Geringes
        [medium] Mittleres
        [high] Hohes
       *[critical] Kritisches
    }
   *[within] { $level ->
        [low] geringes
        [medium] mittleres
        [high] hohes
       *[critical] kritisches
    }
}
left = { $unit ->
    [moment] weniger als 1 min
    [minute] { $count } min
    [hour] { $count } h
   *[day] { $count } Tagen
}
answer = { $ends ->
    [no] Läuft nicht ab.
   *[yes] Antwort binnen { $left }.
}
answer-first = { $ends ->
    [no] Keine läuft ab.
   *[yes] Erste Antwort binnen { $left }.
}
runs-out-first = { $ends ->
    [no] Keine läuft ab.
   *[yes] Die erste läuft in { $left } ab.
}
once = Einmal
endless = Ohne Ende erbeten
untold = Dauer unbekannt
unit = { $unit ->
    [day] { $count ->
        [one] { $count } Tag
       *[other] { $count } Tage
    }
    [hour] { $count } h
    [minute] { $count } min
   *[second] { $count } s
}
