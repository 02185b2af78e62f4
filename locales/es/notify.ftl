# Lo que dicen las notificaciones. Números y nombres llegan como argumentos; nada aquí llama a una función.
# Un título tiene como mucho 45 caracteres, un texto 110: lo que sobra pierde su final. Glosario en app.ftl.

request-title = { $who } solicita { $role }
request-body = Riesgo { $risk }. { $length } en { $tenant }. { $answer }
unclassified-body = Rol sin clasificar: cuenta como riesgo { $risk }. { $length } en { $tenant }. { $answer }
hidden-title = { $count ->
    [one] Solicitud de acceso privilegiado
   *[other] { $count } solicitudes de acceso privilegiado
}
hidden-body = Riesgo { $risk }. { $answer }

group-title = { $count } solicitudes de { $who }
group-body = Riesgo de hasta { $risk }. { $answer }

flood-body = Riesgo { $risk }. Posible acoso por solicitudes. Se avisa una sola vez.

crowd-title = { $count } solicitudes esperan
crowd-body = { $people ->
    [one] De un solo origen.
   *[other] De { $people } orígenes.
} Riesgo de hasta { $risk }. { $answer }

half-body = Ha pasado la mitad del tiempo. Riesgo { $risk }. { $answer }
waits-body = Espera desde hace { $waited }. Riesgo { $risk }. { $answer }
last-body = Caduca en { $left }. Riesgo { $risk }.
last-title = { $count } solicitudes caducan
last-many-body = La primera en { $left }. Riesgo de hasta { $risk }.

digest-title = { $count ->
    [one] 1 solicitud espera
   *[other] { $count } solicitudes esperan
}
digest-body = Riesgo de hasta { $risk }. { $end }

away-title = { $count ->
    [one] 1 solicitud caduca en su ausencia
   *[other] { $count } solicitudes caducan en su ausencia
}
away-body = Decida antes de irse. La primera caduca en { $left }. Riesgo de hasta { $risk }.

back-title = { $why ->
    [away] Durante su ausencia
    [quiet] En sus horas de silencio
   *[paused] Con las notificaciones en pausa
}
back-body = { $count ->
    [0] Nada espera.
    [one] 1 solicitud espera, riesgo { $risk }.
   *[other] { $count } solicitudes esperan, riesgo de hasta { $risk }.
} { $missed ->
    [0] Ninguna caducó sin verse.
    [one] 1 caducó sin respuesta.
   *[other] { $missed } caducaron sin respuesta.
}

stopped-title = No se concede nada en { $queue }
stopped-any-title = No se puede conceder nada en una cola
stopped-body = { $why ->
    [device] Este dispositivo ya no cuenta allí. Doorward indica cómo volver.
    [log] El registro de este dispositivo no continúa. Doorward dice qué hacer.
   *[queue-log] El registro propio de la cola no continúa. Doorward dice qué hacer.
}

risk = { $place ->
    [first] { $level ->
        [low] bajo
        [medium] medio
        [high] alto
       *[critical] crítico
    }
   *[within] { $level ->
        [low] bajo
        [medium] medio
        [high] alto
       *[critical] crítico
    }
}
left = { $unit ->
    [moment] menos de un minuto
    [minute] { $count } min
    [hour] { $count } h
   *[day] { $count } días
}
answer = { $ends ->
    [no] No caduca.
   *[yes] Responda en { $left }.
}
answer-first = { $ends ->
    [no] Ninguna caduca.
   *[yes] Responda a la primera en { $left }.
}
runs-out-first = { $ends ->
    [no] Ninguna caduca.
   *[yes] La primera caduca en { $left }.
}
once = Una vez
endless = Sin fin solicitado
untold = Duración no indicada
unit = { $unit ->
    [day] { $count ->
        [one] { $count } día
       *[other] { $count } días
    }
    [hour] { $count } h
    [minute] { $count } min
   *[second] { $count } s
}
