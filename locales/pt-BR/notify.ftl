# O que dizem as notificações. Números e nomes chegam como argumentos; nada aqui chama uma função.
# Um título tem no máximo 45 caracteres, um texto 110: o que passa perde o fim. Glossário em app.ftl.

request-title = { $who } solicita { $role }
request-body = Risco { $risk }. { $length } em { $tenant }. { $answer }
unclassified-body = Função não classificada: conta como risco { $risk }. { $length } em { $tenant }. { $answer }
hidden-title = { $count ->
    [one] Solicitação de acesso privilegiado
   *[other] { $count } solicitações de acesso privilegiado
}
hidden-body = Risco { $risk }. { $answer }

group-title = { $count } solicitações de { $who }
group-body = Risco de até { $risk }. { $answer }

flood-body = Risco { $risk }. Possível bombardeio de solicitações. Este aviso vem uma só vez.

crowd-title = { $count } solicitações esperam
crowd-body = { $people ->
    [one] De uma só origem.
   *[other] De { $people } origens.
} Risco de até { $risk }. { $answer }

half-body = Metade do tempo passou. Risco { $risk }. { $answer }
waits-body = Espera há { $waited }. Risco { $risk }. { $answer }
last-body = Expira em { $left }. Risco { $risk }.
last-title = { $count } solicitações expiram
last-many-body = A primeira em { $left }. Risco de até { $risk }.

digest-title = { $count ->
    [one] 1 solicitação espera
   *[other] { $count } solicitações esperam
}
digest-body = Risco de até { $risk }. { $end }

away-title = { $count ->
    [one] 1 solicitação expira na sua ausência
   *[other] { $count } solicitações expiram na sua ausência
}
away-body = Decida antes de sair. A primeira expira em { $left }. Risco de até { $risk }.

back-title = { $why ->
    [away] Durante a sua ausência
    [quiet] Nas suas horas de silêncio
   *[paused] Com as notificações em pausa
}
back-body = { $count ->
    [0] Nada espera.
    [one] 1 solicitação espera, risco { $risk }.
   *[other] { $count } solicitações esperam, risco de até { $risk }.
} { $missed ->
    [0] Nenhuma expirou sem ser vista.
    [one] 1 expirou sem resposta.
   *[other] { $missed } expiraram sem resposta.
}

stopped-title = Nada se concede em { $queue }
stopped-any-title = Nada pode ser concedido em uma fila
stopped-body = { $why ->
    [device] Este dispositivo não conta mais lá. O Doorward mostra o caminho de volta.
    [log] O registro deste dispositivo não continua. O Doorward diz o que fazer.
   *[queue-log] O registro da própria fila não continua. O Doorward diz o que fazer.
}

risk = { $place ->
    [first] { $level ->
        [low] baixo
        [medium] médio
        [high] alto
       *[critical] crítico
    }
   *[within] { $level ->
        [low] baixo
        [medium] médio
        [high] alto
       *[critical] crítico
    }
}
left = { $unit ->
    [moment] menos de um minuto
    [minute] { $count } min
    [hour] { $count } h
   *[day] { $count } dias
}
answer = { $ends ->
    [no] Não expira.
   *[yes] Responda em { $left }.
}
answer-first = { $ends ->
    [no] Nenhuma expira.
   *[yes] Responda à primeira em { $left }.
}
runs-out-first = { $ends ->
    [no] Nenhuma expira.
   *[yes] A primeira expira em { $left }.
}
once = Uma vez
endless = Sem término pedido
untold = Duração não informada
unit = { $unit ->
    [day] { $count ->
        [one] { $count } dia
       *[other] { $count } dias
    }
    [hour] { $count } h
    [minute] { $count } min
   *[second] { $count } s
}
