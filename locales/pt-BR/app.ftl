# As palavras próprias da interface: nomes de lugares e controles, e as molduras dos tempos restantes. O que se diz de uma
# solicitação, de um acesso ou do registro vem do núcleo.
#
# Glossário
#   request      solicitação
#   grant        conceder; acesso concedido (termina sozinho)
#   agree        concordar (onde outras pessoas também precisam concordar)
#   deny         negar
#   revoke       revogar
#   approver     quem decide; «você», sem gênero
#   requester    quem solicita
#   tenant       organização («locatário» não se entende)
#   queue        fila
#   inbox        entrada
#   log          registro; entry: lançamento
#   witness      testemunha; witnessed: testemunhado, cosigned: contra-assinado
#   leaf, root   folha, raiz
#   doctor       diagnóstico
#   held         retida: decidida e ainda não enviada
#   keyring      chaveiro
# Trata-se por você. Os botões vão no infinitivo.

## A janela

app-title = { $page } · Doorward
app-title-waiting = { $page } ({ $number }) · Doorward
page-name = { $page ->
    [inbox] Entrada
    [grants] Acessos ativos
    [log] Registro
    [insights] Estatísticas
   *[settings] Configurações
}
frame-pages = Páginas
frame-queues = Filas
frame-queue = { $name }: { $state }, recebido { $heard }
frame-queue-troubled = { frame-queue }. { $trouble }
frame-practice = Treino: inventado
frame-practice-long = O que a fila de treino mostra é inventado.
frame-shortcuts = Atalhos
frame-close = Fechar
frame-change-keys = Mudar teclas
frame-find = Buscar
frame-single-keys = Teclas sozinhas agem na lista e na ficha, nunca enquanto você digita.
frame-notices = Avisos
frame-next-try = próxima tentativa em { $seconds } s
frame-try-now = Tentar agora
frame-try-again = Tentar de novo
frame-open-log = Abrir o registro
frame-unlock = Desbloquear o chaveiro
frame-not-read = Não foi possível ler os dados.
queue-state = { $state ->
    [fresh] conectada
    [old] dados envelhecendo
   *[off] fora de alcance
}
time-days = { $days } d
time-hours = { $hours } h

## O tempo, onde há pouco espaço

time-minutes = { $minutes } min
time-hours-minutes = { $hours } h { $minutes } min
time-seconds = { $seconds } s

## Copiar

copy-done = Copiado
copy-failed = Não foi possível copiar

## Entrada

inbox-list = Solicitações, { $by }
inbox-by = { $sort ->
    [age] as mais antigas primeiro
    [risk] por risco
   *[time-left] por tempo restante
}
inbox-fresh = { $count ->
    [one] { $number } nova desde que você olhou
   *[other] { $number } novas desde que você olhou
}
inbox-show = Mostrar
inbox-outbox = { $count ->
    [one] { $number } decisão espera o envio
   *[other] { $number } decisões esperam o envio
}
inbox-outbox-waits = { inbox-outbox }. { $waits }
inbox-live-grants = { $count ->
    [one] { $number } acesso ativo
   *[other] { $number } acessos ativos
}
inbox-choose = Escolha uma solicitação para lê-la aqui.
filter-name = Filtro
filter-hint = Filtro: risk:high tenant:contoso
filter-clear = Limpar o filtro
filter-show-all = Mostrar todas as solicitações
filter-found = { $count ->
    [one] { $number } solicitação encontrada.
   *[other] { $number } solicitações encontradas.
}
filter-suggestions = { $count ->
    [one] { $number } sugestão
   *[other] { $number } sugestões
}
narrow-name = Ordenar, agrupar e restringir
narrow-sort = Ordem
narrow-group = Agrupamento
narrow-group-by = { $group ->
    [tenant] por organização
    [requester] por quem solicita
    [risk] por risco
   *[none] sem agrupar
}
narrow-more = { $count ->
   *[other] e mais { $number }
}
views-title = Visões
views-own = Suas visões
views-name = Nome da visão
views-hint = Guardar esta lista como…
views-save = Salvar
views-rename = Renomear
views-remove = Remover
views-taken = Você já tem uma visão com este nome. Escolha outro nome.
bulk-name = A seleção
bulk-selected = { $count ->
    [one] { $number } selecionada em { $tenant }
   *[other] { $number } selecionadas em { $tenant }
}
bulk-none = Nada está selecionado.
bulk-other-tenant = A seleção é de { $tenant }. Uma seleção é de uma só organização.
bulk-cannot = Esta solicitação não pode ser selecionada: não há nada nela para você decidir.
bulk-full = No máximo { $number } solicitações por vez.
bulk-all = Selecionar todas
bulk-clear = Limpar a seleção
bulk-deny = Negar…
bulk-snooze = Adiar…
bulk-grant = Conceder risco baixo…
bulk-held = { $count ->
    [one] { $number } decisão retida, { $seconds } s
   *[other] { $number } decisões retidas, { $seconds } s
}
bulk-undo = Desfazer todas
bulk-done = { $count ->
    [one] { $number } decisão está retida.
   *[other] { $number } decisões estão retidas.
}
bulk-undone = { $count ->
    [one] { $number } decisão desfeita. Nada dela foi enviado.
   *[other] { $number } decisões desfeitas. Nada delas foi enviado.
}
review-left-out = { $count ->
    [one] { $number } fica de fora
   *[other] { $number } ficam de fora
}
review-more = { $count ->
   *[other] Mais { $number } correspondem e não fazem parte: são mais do que se pode fazer de uma vez.
}
review-each = Cada uma é assinada, retida e desfeita por si.
review-reason-needed = Motivo, necessário: fica no registro
review-confirm = { $action ->
    [grant] Conceder { $number }
    [deny-and-report] Negar { $number } e relatar
   *[deny] Negar { $number }
}
snooze-title = Adiar até
snooze-act = Adiar
snooze-wake = Trazer de volta
snooze-woken = A solicitação está de volta na caixa de entrada.
snooze-minutes = Em { $minutes } minutos
snooze-hours = { $count ->
    [one] Em { $number } hora
   *[other] Em { $number } horas
}
snooze-tomorrow = Amanhã: { $at }
snooze-before-end = { $minutes } minutos antes de vencer
snooze-foot = Ela volta se mudar e, no mais tardar, quando restar um décimo do seu tempo.
snooze-done = { $count ->
    [one] { $number } solicitação está adiada.
   *[other] { $number } solicitações estão adiadas.
}
fold-asked = { $count ->
   *[other] { $number } solicitações de
}
fold-each = Mostrar cada uma
fold-report = Negar todas e relatar…

## Ficha

sheet-name = Solicitação
sheet-back = Voltar à lista
sheet-place = { $place } de { $total }
sheet-left = restam { $time }, { $rest }
sheet-time-call = { $call ->
    [ten-minutes] Restam 10 minutos para responder.
    [two-minutes] Restam 2 minutos para responder.
   *[expired] O tempo para responder acabou.
}
sheet-raw = Bruto
sheet-as-shown = Como aparece
sheet-raw-label = O texto, com cada caractere incomum escrito como seu código
sheet-on-behalf = Em nome de quem
sheet-kind = { $kind ->
    [person] pessoa
    [agent] agente
    [service] serviço
   *[other] { $kind }
}
sheet-usual = O usual e o de agora
sheet-becomes = passa a ser
sheet-others = O que outros decidiram
sheet-so-far = Até agora
sheet-unknown = desconhecido
sheet-saw-and-now = O que você viu, o que diz agora
sheet-now = Agora
sheet-open-page = Abrir em { $host }

## Decidir

decide-name = Decidir
decide-how-long = Por quanto tempo
decide-length-field = Duração ou fim, por exemplo 90m ou until 18:00
decide-once-started = desde o início
decide-usual = usual
decide-until = até { $time }
decide-reason = Motivo
decide-reason-hint = Motivo, fica no registro
decide-deny-hint = Por que não? Fica no registro
decide-deny = Negar
decide-deny-offer = Negar, oferecer { $length }
decide-offer = Oferecer em troca
decide-offer-none = Nada
decide-offer-says = O motivo dirá que até { $length } seriam concedidos numa nova solicitação.
decide-offer-nothing = Esta fila não pode conceder menos do que foi solicitado. Uma negativa pode dizer o que você concederia.
decide-grant = Conceder { $length }
decide-hold-to-grant = Segurar: conceder { $length }
decide-grant-once = Conceder uma vez
decide-hold-to-grant-once = Segurar: conceder uma vez
decide-agree = Concordar com { $length }
decide-hold-to-agree = Segurar: concordar com { $length }
decide-agree-once = Concordar uma vez
decide-hold-to-agree-once = Segurar: concordar uma vez
decide-keep-holding = Segure mais { $seconds }
decide-ask-grant = Conceder { $length }?
decide-ask-grant-once = Conceder uma vez?
decide-ask-agree = Concordar com { $length }, { $share }?
decide-ask-agree-once = Concordar uma vez, { $share }?
decide-confirm = Confirmar
decide-back = Voltar
decide-type = Digite { $word }
decide-type-label = Digite o nome da organização: { $word }
decide-still-needed = Ainda falta: { $parts }.
decide-need = { $need ->
    [reason] um motivo
    [tenant] o nome da organização
   *[length] uma duração
}
decide-again = Decidir de novo
decide-next = Próxima solicitação
decide-show-in-log = Ver no registro
decide-undo = Desfazer
decide-undone = Desfeito. Nada foi enviado.
decide-send-now = Enviar agora
decide-reason-given = Motivo: { $reason }
decide-held = { $count ->
    [one] Retida por { $number } segundo. Desfaça com { $key }.
   *[other] Retida por { $number } segundos. Desfaça com { $key }.
}
decide-steps = Onde está esta decisão
decide-step = { $step ->
    [held] Retida
    [signed] Assinada
    [sent] Enviada
   *[recorded] Registrada
}
risk-level = { $level ->
    [low] Baixo
    [medium] Médio
    [high] Alto
   *[critical] Crítico
}
classify-done = { $level ->
    [low] Classificado: risco baixo.
    [medium] Classificado: risco médio.
    [high] Classificado: risco alto.
   *[critical] Classificado: risco crítico.
}
classify-take-back = Retirar
classify-taken-back = Classificação retirada.

## Acessos ativos

grants-risk = Risco
grants-who = Quem tem o quê
grants-tenant = Organização
grants-left = Tempo restante
grants-until = Até
grants-act = Agir
grants-same-zone = mesmo fuso
grants-revoke = Revogar
grants-revoke-now = Revogar agora
grants-revoke-reason = Motivo, se quiser
grants-revoke-whose = Revogar o acesso: { $who }
grants-revoked = A revogação está a caminho.
grants-key = revogar
grants-key-shorten = encurtar
grants-group = Agrupamento
grants-group-by = { $by ->
    [time] Por tempo restante
    [tenant] Por organização
   *[holder] Por titular
}
grants-shorten = Encurtar
grants-shorten-whose = Encurtar o acesso: { $who }
grants-shorten-end = Novo fim, por exemplo 30m ou until 18:00
grants-shorten-hint = 30m ou until 18:00
grants-shorten-now = Encurtar agora
grants-shorten-was = antes: { $end }
grants-shortened = O encurtamento está a caminho.

## Registro

log-whose = De qual fila é o registro
log-verify = Verificar agora
log-verify-again = Verificar de novo
log-verifying = Verificando
log-export = Exportar
log-export-evidence = Exportar as provas
log-exported = Gravado em { $path }
log-time = Hora
log-decision = Decisão
log-entries = Lançamentos
log-witness = Testemunha
log-list = Decisões, as mais recentes primeiro
log-row = { $time }, { $verb } { $whom }, { $what }, { $witness }
log-witness-word = { $witness ->
    [witnessed] testemunhado
    [not-yet] ainda não
    [not-provable] não comprovável
   *[does-not-match] não confere
}
log-not-yet = { $count ->
    [one] { $number } ainda não
   *[other] { $number } ainda não
}
log-tail = { $witnessed } de { $entries } lançamentos testemunhados
log-proved-one = 1 comprovado
log-proved = 1 a { $last } comprovados
log-not-provable-one = { $entry } não comprovável
log-not-provable = { $first } a { $last } não comprováveis
log-choose = Escolha uma decisão para ver sua prova.
log-proof = Prova
log-proof-whole = O lançamento é a árvore inteira.
log-proof-drawing = { $count ->
    [one] Do lançamento à raiz, passando por { $number } vizinho.
   *[other] Do lançamento à raiz, passando por { $number } vizinhos.
}
log-leaf = Folha
log-root = Raiz
log-cosigned = Contra-assinado
log-not-cosigned = ainda não
log-copy-proof = Copiar a prova
log-raw-envelope = Envelope bruto
log-shown = Mostrado
log-to-do = O que fazer
log-to-do-step = { $step ->
    [export] Exporte as provas. Elas contêm este registro tal como está, com suas comprovações.
    [tell] Avise quem administra a fila. A testemunha dessa fila guarda a própria cópia.
   *[recover] Para voltar a conceder, comece um novo registro, que pede admissão outra vez: { "doorward keys recover" }
}

log-search = Buscar decisões
log-search-clear = Limpar a busca
log-search-where = Onde buscar
log-search-in = { $where ->
    [here] Este registro
   *[all] Todos os registros
}
log-searching = Buscando
log-found = { $count ->
    [one] { $number } decisão encontrada
   *[other] { $number } decisões encontradas
}
log-found-more = { $number } decisões encontradas, e há mais
log-found-none = Nenhuma decisão corresponde a “{ $words }”.
log-found-none-hint = Cada palavra é buscada como começo: de nomes, motivos, funções, organizações, tickets. Uma frase vai entre aspas.
log-export-what = Exportar este registro
log-export-form = { $form ->
    [json] JSON com provas
    [csv] CSV, uma tabela
   *[ocsf] OCSF, eventos
}
log-export-form-hint = { $form ->
    [json] Todos os lançamentos. Qualquer pessoa pode verificá-los sem o Doorward.
    [csv] Uma linha por decisão, sem provas: para uma planilha.
   *[ocsf] Um evento por decisão, sem provas: para um SIEM.
}
log-export-names = O arquivo contém nomes e motivos. Guarde-o com o mesmo cuidado que o registro.
log-export-choose = Escolher onde
log-export-cancel = Cancelar
log-exporting = Gravando, { $entries } de { $total } lançamentos
log-exporting-begun = Gravando
log-export-stop = Parar
log-exported-decisions = { $count ->
    [0] Não contém nomes nem motivos.
    [one] Contém os nomes e motivos de { $number } decisão: guarde-o com o mesmo cuidado que o registro.
   *[other] Contém os nomes e motivos de { $number } decisões: guarde-o com o mesmo cuidado que o registro.
}

## Estatísticas

insights-period = Período
insights-days = { $period ->
    [week] Últimos 7 dias
    [month] Últimos 30 dias
    [quarter] Últimos 90 dias
   *[year] Últimos 12 meses
}
insights-queue = Fila
insights-all-queues = Todas as filas
insights-figure = { $figure ->
    [yours] decididas por você
    [in-time] no prazo
    [shortened] concedidas por menos tempo
    [denied] negadas
    [undone] desfeitas a tempo
   *[used] do tempo concedido foi usado
}
insights-no-figure = nada de que calcular
insights-as-table = Mostrar como tabela
insights-as-picture = Mostrar como gráfico
insights-arrows = As setas vão de valor em valor.
insights-point = { $label }: { $said }
insights-nothing = Nada foi solicitado nem decidido nestes dias.
insights-nothing-hint = Escolha um período maior ou todas as filas.
insights-few = { $count ->
    [one] Só { $number }: muito pouco para dizer o que é habitual.
   *[other] Só { $number }: muito pouco para dizer o que é habitual.
}
insights-share = { $share } ({ $number })
insights-of = { $part } de { $total }
insights-column = { $column ->
    [who] Quem
    [median] Metade em até
    [p90] Nove de dez em até
    [decisions] Decisões
    [answer] Resposta
    [requests] Solicitações
    [share] Parcela
    [day] Dia
    [week] Semana de
    [asked] Solicitadas
    [decided] Decididas
    [yours] Por você
    [risk] Risco
    [role] Função
    [tenant] Organização
    [granted] Como pedido
    [shorter] Mais curto
    [denied] Negadas
    [median-length] Duração mediana
    [what] O quê
    [clicked] Clicadas
    [stood] Mantidas
    [agreed] Uma de várias
    [undone] Desfeitas
    [changed] Mudaram antes
    [unsigned] Não assinadas
    [others-first] Alguém chegou antes
    [refused] Recusadas
    [too-late] Tarde demais
    [open] A caminho
    [time] Tempo
   *[minutes] Minutos
}
insights-took = Metade é decidida em até { $median }
insights-took-one = Uma foi decidida, depois de { $median }
insights-took-none = Nenhuma solicitação foi decidida por pessoas
insights-took-about = Da solicitação à decisão. Nove de dez em até { $p90 }
insights-took-about-one = Da solicitação à decisão
insights-took-who = { $who ->
    [everybody] Todo mundo
   *[you] Você
}
insights-took-said = metade em até { $median }, nove de dez em até { $p90 }
insights-took-nothing = nada decidido
insights-sla = { $percent } tiveram resposta no prazo
insights-sla-all = Todas tiveram resposta no prazo
insights-sla-no = Nenhuma teve resposta no prazo
insights-sla-none = Nenhuma resposta era devida
insights-sla-about = { $count ->
    [one] De { $number } que foi decidida ou deveria ter sido
   *[other] De { $number } que foram decididas ou deveriam ter sido
}
insights-answer = { $answer ->
    [in-time] no prazo
    [late] atrasada
   *[unanswered] sem resposta
}
insights-volumes = O dia com mais solicitações: { $day }, { $number }
insights-volumes-week = A semana com mais solicitações: a de { $day }, { $number }
insights-volumes-even = { $step ->
    [day] Nenhum dia se destaca: no máximo { $number } solicitações
   *[week] Nenhuma semana se destaca: no máximo { $number } solicitações
}
insights-volumes-none = Nada foi solicitado
insights-volumes-about = { $step ->
    [day] Solicitações por dia
   *[week] Solicitações por semana
}
insights-volumes-said = { $asked } solicitadas, { $decided } decididas, { $yours } por você
insights-volume = { $series ->
    [asked] solicitadas
    [decided] decididas
   *[yours] por você
}
insights-risk = { $percent } eram de risco alto ou crítico
insights-risk-no = Nenhuma era de risco alto ou crítico
insights-risk-all = Todas eram de risco alto ou crítico
insights-risk-about = { $count ->
    [one] De { $number } solicitação, pelo seu risco
   *[other] De { $number } solicitações, pelo seu risco
}
insights-shortened = { $percent } dos acessos concedidos são mais curtos do que o pedido
insights-shortened-no = Nenhum acesso concedido é mais curto do que o pedido
insights-shortened-all = Todos os acessos concedidos são mais curtos do que o pedido
insights-shortened-none = Nada foi concedido por pessoas
insights-roles-about = No total, e pelas funções mais decididas
insights-roles-all = Todas as funções
insights-decision = { $decision ->
    [granted] como pedido
    [shorter] mais curto
   *[denied] negadas
}
insights-decision-said = { $granted } como pedido, { $shorter } mais curto, { $denied } negadas
insights-own = { $count ->
    [one] Você decidiu { $number } vez
   *[other] Você decidiu { $number } vezes
}
insights-own-undone = { $count ->
    [one] Você decidiu { $number } vez e desfez { $undone }
   *[other] Você decidiu { $number } vezes e desfez { $undone }
}
insights-own-none = Você não decidiu nada
insights-own-about = O que você clicou e no que deu
insights-end = { $end ->
    [stood] mantidas
    [undone] desfeitas
    [no-effect] sem efeito
   *[open] a caminho
}
insights-end-said = { $stood } mantidas, { $undone } desfeitas, { $failed } sem efeito, { $open } a caminho
insights-used = { $percent } do tempo concedido foi usado
insights-used-none = Nenhum acesso encerrado informa por quanto tempo foi usado
insights-used-about = { $count ->
    [one] Até o fim ou a revogação, de { $number } acesso encerrado
   *[other] Até o fim ou a revogação, de { $number } acessos encerrados
}
insights-untold = Mais { $number } não informam.
insights-time = { $time ->
    [used] usado
   *[unused] não usado
}

## Filas

queues-list = Filas conectadas
queues-connect = Conectar uma fila
queues-sign-in-again = Entrar de novo
queues-new-token = Novo token
queues-doctor = Diagnóstico
queues-doctor-of = O que atrapalha em { $name }
queues-looking = Examinando
queues-look-again = Examinar de novo
queues-close-look = Fechar o diagnóstico
queues-copy-report = Copiar o relatório
queues-weight = { $weight ->
    [ok] em ordem
    [warning] convém olhar
   *[error] atrapalha
}
queues-check = { $check ->
    [profile] Perfil
    [keyring] Chaveiro
    [queues] Lista de filas
    [store] Pasta
    [address] Endereço
    [reach] Alcance
    [token] Token
    [sign-in] Quem você é
    [api] Versão
    [clock] Relógio
    [device] Este dispositivo
    [key] Sua chave
    [security-key] Chave de segurança
    [witness] Testemunha
    [queue-log] Registro da fila
    [mirror] O que se sabe
    [presence] Presença
    [capabilities] O que ela pode
   *[other] { $check }
}
queues-experimental = Experimental
queues-experimental-why = Experimental: { $why }
queues-remove = Remover
queues-remove-which = Remover { $name }
queues-remove-now = Remover
queues-keep = Manter
queues-type-name = Digite o nome dela para remover: { $name }
queues-removed = { $name } foi removida: nada mais é recebido dela nem enviado a ela.
queues-can = O que ela pode

## Conectar uma fila

connect-again = Entrar de novo em { $name }
connect-stage = { $stage ->
    [choose] Sistema
    [fill] Acesso
   *[done] Conectada
}
connect-stages = Etapas
connect-past = { $step }, feito
connect-choose = De onde vêm as solicitações?
connect-weaker = Mais fraco que em outros
connect-needs = Do que você precisa
connect-page = Tudo sobre ele: { $page }
connect-cancel = Cancelar
connect-back = Voltar
connect-next = Avançar
connect-address = Endereço
connect-address-hint = https, ou http nesta máquina
connect-address-is = Endereço { $address }
connect-address-at = { $system }, { $address }
connect-whole = Escrever o endereço inteiro
connect-in-parts = Preencher em partes
connect-name = Como você a chama
connect-name-hint = Aparece nas listas e no seu registro
connect-watch = Só observar
connect-watch-hint = Aqui ela é lida, avaliada e avisada; decide-se no sistema dela.
connect-who = Quem você é lá
connect-way = { $way ->
    [browser] No navegador
    [code] Com um código
   *[token] Com um token
}
connect-way-hint = { $way ->
    [browser] Uma página do provedor se abre no seu navegador.
    [code] Você digita um código curto numa página, em qualquer navegador e dispositivo.
   *[token] De quem administra o sistema, ou criado por você lá. Um token expira: então você cola outro.
}
connect-client = ID do cliente
connect-client-hint = Como sua organização o registrou
connect-secret = Segredo do cliente, se houver
connect-secret-kept = Guardado de antes
connect-more = Outro provedor
connect-issuer = Emissor
connect-issuer-hint = Em vez de { $issuer }
connect-token = Token
connect-file = Caminho do seu arquivo de identidade
connect-file-hint = Ele é lido uma única vez. O conteúdo vai para o chaveiro do sistema: depois, exclua o arquivo.
connect-invitation = Convite, se você tem outro dispositivo lá
connect-keyring = Vai para o chaveiro do sistema e para nenhum outro lugar.
connect-check = Verificar e conectar
connect-sign-in = Entrar e conectar
connect-not-all = Ainda há campos vazios.
connect-doing = Conectando { $name }
connect-step = { $step ->
    [reach] Alcançar
    [sign-in] Entrar
    [check] Quem você é
   *[hear] Conectar
}
connect-doing-step = { $step ->
    [reaching] Perguntando se ela responde
    [signing-in] Perguntando ao provedor
    [browser] Esperando você entrar pelo navegador
    [code] Esperando você digitar o código
    [checking] Verificando quem você é lá
   *[connecting] Conectando e lendo pela primeira vez
}
connect-page-opened = A página foi aberta no seu navegador. Se nenhuma aparecer, copie o endereço e abra-a por conta própria.
connect-page-by-hand = Nenhum navegador pôde ser aberto. Copie o endereço da página e abra-a por conta própria.
connect-copy-address = Copiar o endereço
connect-type-code = Abra { $address } em qualquer navegador e digite este código:
connect-copy-code = Copiar o código
connect-waits = A espera é de cinco minutos. Se a página mostrar um erro, pare e verifique o cliente.
connect-stop = Parar
connect-stopping = Parando
connect-stopped = Nada foi conectado.
connect-done = { $name } está conectada.
connect-you-are = Você é
connect-approver-in = Decide por
connect-guarantee = O que ela garante
connect-to-inbox = Abrir a entrada
connect-to-queues = Ver as filas
connect-another = Conectar outra

## Configurações

settings-sections = Seções das configurações
settings-search = Buscar configurações
settings-none = Nenhuma configuração tem esse nome.
settings-back = Todas as configurações
settings-section = { $section ->
    [queues] Filas
    [keys] Identidades e chaves
    [notifications] Notificações
    [away] Ausência
    [roles] Funções perigosas
    [language] Idioma e região
    [appearance] Aparência
    [keyboard] Teclado
    [computer] Este computador
   *[about] Sobre
}
# Nomes das configurações, também para a busca e a paleta.
settings-name = { $setting ->
    [connect] Conectar uma fila
    [devices] Seus dispositivos
    [new-key] Trocar a chave deste dispositivo
    [admit] Admitir outro dispositivo
    [security-keys] Chaves de segurança
    [levels] O que é avisado, e como
    [digest] Horários do resumo
    [quiet] Horas de silêncio
    [hide] Omitir quem, o quê e onde
    [nudges] Lembrar-me na metade e em nove décimos do tempo
    [notify-language] Idioma das notificações
    [example] Enviar uma agora
    [away] Ausência até
    [pause] Pausar as notificações
    [role] O quanto uma função é perigosa
    [language] Idioma
    [zone] Fuso horário
    [theme] Claro ou escuro
    [contrast] Mais contraste
    [density] Altura das linhas
    [text-size] Tamanho do texto
    [motion] Menos movimento
    [single-keys] Teclas sem { $mod }
    [keys] Mudar teclas
    [login] Iniciar com a sessão
    [close] Continuar na bandeja do sistema ao fechar a janela
    [version] Versão
    [profile] Onde está o perfil
    [first-steps] Primeiros passos
    [practise] Praticar
   *[checks] O que é verificado
}
# Outras palavras pelas quais se acha uma configuração.
settings-words = { $setting ->
    [connect] adicionar conector entrar
    [devices] impressão digital revogar registrado
    [new-key] rotacionar renovar
    [admit] impressão digital convite
    [security-keys] token tocar passkey FIDO
    [levels] aviso nível de risco na hora nunca
    [digest] resumo reunido
    [quiet] não perturbe noite fim de semana silêncio
    [hide] tela de bloqueio privacidade detalhes
    [nudges] lembrete prazo
    [notify-language] tradução alertas
    [example] teste prévia
    [away] ausente feriado férias fora do escritório
    [pause] silenciar silêncio soneca
    [role] classificar risco tabela
    [language] tradução localidade
    [zone] região relógio hora
    [theme] cor modo noturno
    [contrast] acessibilidade
    [density] compacto confortável
    [text-size] zoom fonte maior
    [motion] animação acessibilidade
    [single-keys] atalhos acessibilidade
    [keys] atalhos personalizar
    [login] início automático inicialização
    [close] sair segundo plano
    [version] licença
    [profile] pasta registros
    [first-steps] introdução tour de novo
    [practise] treino solicitações inventadas
   *[checks] verificar testemunha chaveiro
}
settings-keep = Deixar assim

settings-risk = Risco
settings-way = { $way ->
    [at-once] Na hora
    [digest] Em um resumo
   *[never] Não avisar
}
settings-way-of = { $level }: { $way }
settings-when-quiet = Nas horas de silêncio
settings-comes-through = Passa
settings-waits = Espera
settings-caps = No máximo { $one } por minuto e { $hour } por hora sobre a mesma pessoa. Acima de { $all } por minuto, um só aviso para todas. Uma avalanche é avisada uma vez. Funções que ninguém classificou contam como altas.
settings-digest-at = Dado às
settings-digest-at-hint = Horários como 09:00 14:00; nenhum para nunca
settings-digest-every = A cada
settings-digest-minutes = { $minutes } min
settings-digest-not = só nesses horários
settings-no-time = “{ $text }” não é um horário. Escreva como 20:00.
settings-zone-own = Hora de { $zone }, segue o relógio deste computador
settings-zone-set = Hora de { $zone }
settings-quiet-usual = Noites e fins de semana
settings-quiet-none = Não há horas de silêncio.
settings-quiet-what = O que espera nelas é resumido uma vez no fim.
settings-quiet-from = { $day }, silêncio a partir de
settings-quiet-to = { $day }, silêncio até
settings-quiet-to-word = às
settings-quiet-all = o dia todo
settings-quiet-add = Adicionar horas de silêncio: { $day }
settings-quiet-remove = Remover as horas de silêncio: { $day }, a partir de { $from }
settings-quiet-copy = O mesmo todos os dias: como { $day }
settings-hide-what = Para telas que outros veem: uma notificação diz que algo espera, com que risco e até quando.
settings-preview = Como vai aparecer
settings-preview-case = { $case ->
    [at-once] Na hora
    [reminder] Lembrete, às { $at }
   *[digest] Resumo, às { $at }
}
settings-preview-none = Com estas configurações nada é avisado. A entrada e o ícone da bandeja contam mesmo assim.
settings-preview-foot = Nada se decide em uma notificação. Os botões dela abrem a solicitação aqui. Ela some quando outra pessoa decide.
settings-review = Analisar
settings-deny = Negar…
settings-sent = Enviada. Está na sua área de trabalho.

settings-away-day = Dia
settings-away-time = Hora
settings-away-go = Ausentar-se
settings-away-is = Ausência até { $until }.
settings-away-back = Voltei
settings-away-over = Escolha um dia e uma hora que ainda virão, como { $example }.
settings-away-tomorrow = Até amanhã
settings-away-monday = Até segunda-feira
settings-away-week = Por uma semana
settings-away-what = Até lá nada é avisado, nem o que é crítico. O que expira antes é avisado quando você sai, e na volta há um só resumo. As solicitações não passam a ninguém: quem mais puder decidir continua a vê-las.
settings-pause-minutes = Por { $minutes } min
settings-pause-hours = Por { $hours } h
settings-pause-open = Até eu retomar
settings-pause-what = Só o que é crítico é avisado.
settings-pause-is = Em pausa até { $until }.
settings-pause-is-open = Em pausa até você retomar.
settings-pause-on = Retomar

settings-read = Lido: { $at }
settings-not-read = Ainda não lido
settings-this-device = Este dispositivo
settings-fingerprint = Impressão digital
settings-copy-fingerprint = Copiar a impressão digital
settings-enrolled = registrado { $at }
settings-used = usado { $at }
settings-never-used = nunca usado
settings-revoked = revogado { $at }
settings-new-device = Novo: foi você?
settings-key-change = Trocar a chave
settings-key-change-what = A partir daí a fila só aceita a chave nova. Nada do que foi assinado antes perde o valor.
settings-key-changed = Este dispositivo tem uma chave nova.
settings-key-waits = A fila ainda não confirmou a chave nova deste dispositivo. Ela é informada automaticamente.
settings-device-revoke = Revogar
settings-device-revoke-which = Revogar { $name }
settings-device-revoke-what = Nada mais que { $name } assine é aceito. Isto não tem volta.
settings-device-revoked = { $name } foi revogado.
settings-asks = pede para ser admitido desde { $at }
settings-admit-what = Se você está diante dele, compare o que ele mostra e digite aqui.
settings-admit = Admitir
settings-admitted = { $name } foi admitido e já pode decidir.
settings-log-key = Chave do registro deste dispositivo, para verificá-lo em outro lugar
settings-copy-log-key = Copiar a chave do registro
settings-security-add = Adicionar uma chave de segurança
settings-security-name = Como você a chama
settings-security-touch = Toque nela quando piscar. Se houver outra registrada, toque nela também: ela responde pela nova.
settings-security-none = Nenhuma. Um acesso que exige uma não pode ser concedido daqui.
settings-security-at = registrada { $at } em { $by }
settings-security-remove = Remover
settings-security-remove-which = Remover { $name }
settings-security-remove-what = Nada mais que { $name } assine é aceito.
settings-security-added = { $name } foi registrada.
settings-security-removed = { $name } foi removida.
settings-no-devices = Nenhuma fila está conectada, então nenhum dispositivo está registrado.

settings-roles-search = Buscar funções
settings-roles-what = O que uma função permite fazer e o quanto isso é perigoso. Suas próprias linhas valem antes da tabela; o que ninguém classificou conta como alto. Fica guardado aqui e não é enviado a lugar nenhum.
settings-roles-mine = Só as minhas
settings-roles-all = Todas
settings-roles-unknown = Não classificadas
settings-roles-none = Nenhuma função tem esse nome.
settings-roles-more = { $count ->
    [one] Mais { $number }. Busque para reduzir a lista.
   *[other] Mais { $number }. Busque para reduzir a lista.
}
settings-roles-waiting = { $count ->
    [one] { $number } solicitação espera
   *[other] { $number } solicitações esperam
}
settings-roles-nobody = Ninguém; conta como alto
settings-roles-source = Fonte
settings-roles-copy = Copiar o endereço da fonte
settings-roles-as = Classificar { $role }
settings-roles-forget = Retirar

settings-language-system = Como o sistema
settings-language-what = Vale na hora. O que se diz das solicitações, e o registro, estão em inglês.
settings-zone-what = Os horários aparecem em { $zone }, como o relógio deste computador.

settings-theme = { $theme ->
    [system] Como o sistema
    [light] Claro
   *[dark] Escuro
}
settings-density = { $density ->
    [comfortable] Confortável
   *[compact] Compacta
}
settings-percent = { $percent }%
settings-text-size-what = Tudo cresce junto e se rearranja para que nada fique cortado.
settings-contrast-what = Mesmo quando o sistema não pede.
settings-motion-what = Os anéis viram números. Mesmo quando o sistema não pede.

settings-single-what = Letras e sinais que agem na lista e na ficha, nunca enquanto você digita. Sem eles tudo continua na paleta.
settings-key-change-word = Mudar
settings-key-press = Pressione uma tecla
settings-key-of = Mudar a tecla: { $action }
settings-key-off = Desativar
settings-key-off-of = Desativar a tecla: { $action }
settings-key-reset = Redefinir
settings-key-reset-of = Redefinir a tecla: { $action }
settings-key-reset-all = Redefinir todas
settings-key-none = nenhuma
settings-key-fixed = a mesma em toda parte
settings-key-taken = { $key } já serve para “{ $action }”.
settings-key-reserved = { $key } é necessária para se mover e para digitar.
settings-key-needs-mod = Esta também age enquanto você digita, então precisa de { $mod }.

settings-login-what = Começa na bandeja do sistema, sem a janela.
settings-close-what = As solicitações continuam chegando e os acessos terminam na hora. Sair fica no menu da bandeja do sistema.
settings-close-no-tray = Nesta área de trabalho nenhuma bandeja mostra o aplicativo: fechar a janela o encerra.

settings-licence = Licença
settings-logs = O registro técnico do programa
settings-logs-what = Para examinar uma falha. Não contém palavras das solicitações nem segredos.
settings-copy-path = Copiar
settings-checks-log = O seu próprio registro é verificado a cada início e sempre que é aberto, lançamento por lançamento, com a testemunha dele.
settings-checks-queue = O registro de cada fila é lido antes de assinar uma concessão:
settings-standing = { $standing ->
    [consistent] confere
    [due] por ler
    [broken] rompido
   *[unknown] não conferido
}

## Paleta

palette-name = Fazer algo
palette-field = Uma ação, uma página, uma solicitação, uma configuração
palette-group = { $group ->
    [request] Esta solicitação, { $who }
    [requests] Solicitações
    [go] Ir para
    [settings] Configurações
   *[do] Fazer
}
palette-none = Nada tem esse nome.
palette-found = { $count ->
    [one] { $number } encontrado
   *[other] { $number } encontrados
}
palette-choose = escolher
palette-do = executar
palette-close = fechar
palette-foot = Nada se concede daqui.
palette-opens = abre o painel
palette-classify = Classificar a função: { $level }
palette-queue = Fila { $name }
palette-view = Visão: { $name }

## Teclado

keys-group = { $group ->
    [move] Mover-se
    [decide] Decidir
    [grants] Acessos ativos
    [queues] Filas
   *[anywhere] Em toda parte
}
keys-action = { $action ->
    [next] Próxima
    [previous] Anterior
    [find] Buscar
    [first] Primeira
    [last] Última
    [open] Abrir
    [back] Voltar
    [arrivals] Recém-chegadas
    [panes] De painel em painel
    [select] Selecionar
    [select-down] Selecionar para baixo
    [select-up] Selecionar para cima
    [select-all] Selecionar todas da organização
    [snooze] Adiar
    [grant] Conceder
    [deny] Negar
    [shorten] Encurtar
    [shorter] Mais curto
    [longer] Mais longo
    [undo] Desfazer enquanto retida
    [send-now] Enviar agora
    [open-page] Abrir no sistema dela
    [classify-low] Classificar a função: baixo
    [classify-medium] Médio
    [classify-high] Alto
    [classify-critical] Crítico
    [classify-forget] Retirar a classificação
    [revoke] Revogar
    [connect] Conectar uma fila
    [inbox] Entrada
    [grants] Acessos ativos
    [log] Registro
    [insights] Estatísticas
    [settings] Configurações
    [palette] Fazer algo
    [shortcuts] Esta folha
   *[quit] Sair
}
keys-hold = segurar
keys-name = { $key ->
    [Enter] Enter
    [Escape] Esc
    [Shift] Shift
    [Control] Ctrl
    [Home] Home
    [End] End
   *[other] { $key }
}

## Prática

practice-title = Prática · { $title }
practice-tag = Prática, inventada
practice-place = { $done } de { $total } decididas
practice-end = Encerrar a prática
practice-what = O que era isto?
practice-feedback = O que valeu esta decisão
practice-verdict = { $verdict ->
    [right] Você percebeu.
    [plain] Com razão.
    [missed] Passou despercebido.
    [too-strict] Mais rigoroso que o necessário.
   *[withheld] Nada a decidir.
}
practice-was = { $trap ->
    [none] Esta solicitação era o que diz.
    [look-alike] O nome não é o que parece.
    [hidden-words] Caracteres ocultos invertem as palavras.
    [own-request] Era a sua própria solicitação, com outro nome ou por um agente.
    [odd-hour] Veio no meio da noite, sem ticket.
    [too-long] Foi pedida por muito mais tempo que o usual.
   *[changed] Tornou-se outra depois de aberta.
}
practice-did = { $decision ->
    [granted] Você concedeu { $length }.
    [denied] Você negou.
    [unanswered] Ninguém respondeu a tempo, e o silêncio não concede nada.
   *[withheld] Ninguém decide a própria solicitação, e o Doorward garante isso.
}
practice-took = Levou { $time }.
practice-careful = O que faz uma pessoa cuidadosa
practice-careful-do = { $trap ->
    [none] Concede os { $asked } pedidos: nada pesa contra.
    [look-alike] Nega, e pergunta à pessoa real por outro meio.
    [hidden-words] Nega: quem oculta caracteres oculta o que pede.
    [own-request] Deixa para outra pessoa.
    [odd-hour] Nega até que alguém acordado informe um ticket.
    [too-long] Encurta: o usual é { $usual }, foram pedidos { $asked }.
   *[changed] Lê a diferença e não concede mais que os { $asked } pedidos no início.
}
practice-where = Onde dava para ver
practice-sign = { $sign ->
    [boxed-letter] Uma letra de outro alfabeto aparece em destaque no nome, na lista e na folha.
    [boxed-words] Caracteres ocultos aparecem em destaque nas palavras da solicitação.
    [no-decision] O painel diz que é sua e não oferece decisão.
    [their-zone] Cada duração diz quando acaba onde a pessoa está, portanto que horas são lá.
    [no-ticket] Nenhum ticket é citado.
    [longer-in-risk] Os motivos do risco dizem que é mais longo que os { $usual } usuais.
    [difference] A folha pediu para ler antes a diferença.
   *[nothing-odd] Nada está em destaque, a duração é usual e os motivos do risco são breves.
}
practice-so-far = Até agora
practice-open = Solicitação { $number }, ainda não decidida
practice-name = { $trap ->
    [none] Nada errado
    [look-alike] Nome parecido
    [hidden-words] Caracteres ocultos
    [own-request] Sua própria solicitação
    [odd-hour] Hora incomum
    [too-long] Longa demais
   *[changed] Alterada depois de aberta
}
practice-vow = Decisões de prática são assinadas com uma chave de prática e nunca saem desta máquina.
practice-next = Próxima solicitação
practice-how = Ver como foi
practice-summary = Como foi a prática
practice-summary-title = { $right } de { $total } como uma pessoa cuidadosa
practice-summary-all = Solicitações reais têm a mesma aparência. Dedique a elas o mesmo tempo.
practice-summary-some = Cada linha diz o que escapou. A próxima rodada traz outras solicitações.
practice-times = Tempo para decidir, por risco
practice-times-of = { $count ->
    [one] de { $number } decisão
   *[other] mediana de { $number } decisões
}
practice-again = Praticar de novo

## Primeiros passos

intro-brand = Doorward
intro-name = Primeiros passos
intro-step = { $step ->
    [practise] Praticar
    [connect] Conectar uma fila
   *[interrupt] Escolher o que pode interromper
}
intro-title = { $step ->
    [practise] Decida cinco solicitações inventadas
    [connect] De onde vêm as solicitações?
   *[interrupt] O que pode interromper você?
}
intro-line = { $step ->
    [practise] Alguns minutos, em uma janela própria. Nada sai desta máquina e ninguém recebe acesso. Algumas das cinco tentam enganar, como as reais.
    [connect] O Doorward lê as filas que você já tem. Ele pede os menores direitos e diz o que cada sistema pode ou não fazer. Seu acesso fica no chaveiro do sistema.
   *[interrupt] Uma notificação nunca decide nada. Ela abre a solicitação e some quando outra pessoa cuidou dela.
}
intro-trap = { $trap ->
    [look-alike] Um nome que não é o que parece
    [own-request] Sua própria solicitação, por um agente
    [odd-hour] Uma hora incomum
   *[changed] Alterada depois que você abriu
}
intro-trap-line = { $trap ->
    [look-alike] uma letra de outro alfabeto
    [own-request] ninguém aprova a própria
    [odd-hour] noite onde a pessoa mora
   *[changed] a diferença é mostrada
}
intro-keys = Teclas úteis
intro-practising = A prática está aberta em uma janela própria. Volte aqui quando terminar.
intro-start = Começar a prática
intro-next = Continuar
intro-done = Abrir a entrada
intro-skip = { $step ->
    [practise] Pular a prática
    [connect] Mais tarde
   *[interrupt] Deixar como está
}
intro-connected = { $count ->
    [one] { $number } fila está conectada.
   *[other] { $number } filas estão conectadas.
}
intro-preset = { $preset ->
    [critical] Só o crítico
    [high] O alto e o crítico
   *[everything] Tudo
}
intro-preset-line = { $preset ->
    [critical] O resto é reunido em um resumo
    [high] O médio e o baixo são reunidos em um resumo
   *[everything] Cada solicitação na hora, dentro dos limites
}

## Nada espera

empty-figures = Hoje
empty-decided = decididas hoje
empty-median = mediana para decidir
empty-quiet = Silêncio de { $from } a { $to }.
empty-quiet-critical = Silêncio de { $from } a { $to }, exceto o crítico.
empty-digest = Próximo resumo às { $time }.
empty-digest-every = Um resumo a cada { $minutes } min.
