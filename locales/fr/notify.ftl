# Ce que disent les notifications. Nombres et noms viennent en arguments ; rien ici n’appelle de fonction.
# Un titre a au plus 45 caractères, un texte au plus 110 : ce qui dépasse perd sa fin. Glossaire dans app.ftl.

request-title = { $who } demande { $role }
request-body = Risque { $risk }. { $length } chez { $tenant }. { $answer }
unclassified-body = Rôle non classé : compte comme risque { $risk }. { $length } chez { $tenant }. { $answer }
hidden-title = { $count ->
    [one] Demande d’accès privilégié
   *[other] { $count } demandes d’accès privilégié
}
hidden-body = Risque { $risk }. { $answer }

group-title = { $count } demandes de { $who }
group-body = Risque au plus { $risk }. { $answer }

flood-body = Risque { $risk }. Peut-être un harcèlement par demandes. L’avis n’est donné qu’une fois.

crowd-title = { $count } demandes attendent
crowd-body = { $people ->
    [one] De la même origine.
   *[other] De { $people } origines.
} Risque au plus { $risk }. { $answer }

half-body = La moitié du temps est passée. Risque { $risk }. { $answer }
waits-body = Attend depuis { $waited }. Risque { $risk }. { $answer }
last-body = Expire dans { $left }. Risque { $risk }.
last-title = { $count } demandes expirent
last-many-body = La première dans { $left }. Risque au plus { $risk }.

digest-title = { $count ->
    [one] 1 demande attend
   *[other] { $count } demandes attendent
}
digest-body = Risque au plus { $risk }. { $end }

away-title = { $count ->
    [one] 1 demande expire en votre absence
   *[other] { $count } demandes expirent en votre absence
}
away-body = Décidez avant de partir. La première expire dans { $left }. Risque au plus { $risk }.

back-title = { $why ->
    [away] Pendant votre absence
    [quiet] Pendant vos heures calmes
   *[paused] Pendant la pause des notifications
}
back-body = { $count ->
    [0] Rien n’attend.
    [one] 1 demande attend, risque { $risk }.
   *[other] { $count } demandes attendent, risque au plus { $risk }.
} { $missed ->
    [0] Aucune n’a expiré sans être vue.
    [one] 1 a expiré sans réponse.
   *[other] { $missed } ont expiré sans réponse.
}

stopped-title = Rien à accorder chez { $queue }
stopped-any-title = Une file ne peut plus rien accorder
stopped-body = { $why ->
    [device] Cet appareil n’y compte plus. Doorward indique comment revenir.
    [log] Le journal de cet appareil ne continue pas. Doorward dit que faire.
   *[queue-log] Le journal propre à la file ne continue pas. Doorward dit que faire.
}

risk = { $place ->
    [first] { $level ->
        [low] faible
        [medium] moyen
        [high] élevé
       *[critical] critique
    }
   *[within] { $level ->
        [low] faible
        [medium] moyen
        [high] élevé
       *[critical] critique
    }
}
left = { $unit ->
    [moment] moins d’une minute
    [minute] { $count } min
    [hour] { $count } h
   *[day] { $count } jours
}
answer = { $ends ->
    [no] Sans échéance.
   *[yes] À traiter sous { $left }.
}
answer-first = { $ends ->
    [no] Aucune n’expire.
   *[yes] La première à traiter sous { $left }.
}
runs-out-first = { $ends ->
    [no] Aucune n’expire.
   *[yes] La première expire dans { $left }.
}
once = Une fois
endless = Sans fin demandée
untold = Durée non précisée
unit = { $unit ->
    [day] { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }
    [hour] { $count } h
    [minute] { $count } min
   *[second] { $count } s
}
