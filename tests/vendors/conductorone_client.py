"""ConductorOne's own client, unchanged, against what is played: ADDRESS TOKEN.

Its paths and bodies are made from ConductorOne's description of its API, and every answer is read by it. It loses lists of states
on the way out (its enumerations are open ones); those are held to that description by Prism."""

import sys

from conductorone_sdk import SDK
from conductorone_sdk.models import errors, operations, shared

address, token = sys.argv[1:]


def client(token):
    return SDK(security=shared.Security(bearer_auth=token, oauth=f"Bearer {token}"), server_url=address)


def refused(status, call, **arguments):
    try:
        call(**arguments)
    except errors.SDKError as error:
        assert error.status_code == status, error
        return
    raise AssertionError(f"not refused with {status}: {arguments}")


mine = client(token)
me = mine.auth.introspect().introspect_response.user_id

waiting, page = [], None
while page != "":
    found = mine.task_search.search(
        request=shared.TaskSearchRequest(
            task_states=[shared.TaskStates.TASK_STATE_OPEN],
            current_step=shared.CurrentStep.TASK_SEARCH_CURRENT_STEP_APPROVAL,
            my_work_user_ids=[me],
            expand_mask=shared.TaskExpandMask(paths=["*"]),
            page_size=10,
            page_token=page,
        )
    ).task_search_response
    waiting += [view.task for view in found.list]
    page = found.next_page_token
assert len(waiting) == 7, waiting
assert {one.at_type.rsplit(".", 1)[-1] for one in found.expanded} == {"User", "App", "AppEntitlement"}
first, second, third = [task for task in waiting if task.created_by_user_id != me][:3]
assert first.state == shared.TaskState.TASK_STATE_OPEN and first.created_at.tzinfo and first.description
assert shared.Actions.TASK_ACTION_TYPE_APPROVE in first.actions and me in first.step_approver_ids
assert first.task_type.task_type_grant.app_id and first.task_type.task_type_grant.app_entitlement_id and first.task_type.task_type_grant.grant_duration.endswith("s")
assert first.policy_instance.policy_step_instance.approval_instance.state == shared.ApprovalInstanceState.APPROVAL_INSTANCE_STATE_WAITING
assert first.policy_instance.policy_step_instance.approval_instance.approval.require_denial_reason
by_reference = shared.TaskSearchRequest(refs=[shared.TaskRef(id=first.id)])
assert [view.task.id for view in mine.task_search.search(request=by_reference).task_search_response.list] == [first.id]


def get(task_id, mine=mine):
    request = operations.C1APITaskV1TaskServiceGetRequest(id=task_id)
    return mine.task.get(request=request).task_service_get_response.task_view.task


def approve(task, step):
    body = shared.TaskActionsServiceApproveRequest(policy_step_id=step, comment="Agreed")
    request = operations.C1APITaskV1TaskActionsServiceApproveRequest(
        task_id=task.id, task_actions_service_approve_request=body
    )
    return mine.task_actions.approve(request=request).task_actions_service_approve_response.task_view.task


def deny(task, step):
    body = shared.TaskActionsServiceDenyRequest(policy_step_id=step, comment="No")
    request = operations.C1APITaskV1TaskActionsServiceDenyRequest(
        task_id=task.id, task_actions_service_deny_request=body
    )
    return mine.task_actions.deny(request=request).task_actions_service_deny_response.task_view.task


assert get(first.id).id == first.id
step = first.policy_instance.policy_step_instance.id
approved = approve(first, step)
assert approved.policy_instance.policy_step_instance.provision_instance is not None
assert approved.policy_instance.history[0].approval_instance.approved_action.user_id == me
assert approved.policy_instance.history[0].approval_instance.approved_action.approved_at
denied = deny(second, second.policy_instance.policy_step_instance.id)
assert denied.state == shared.TaskState.TASK_STATE_CLOSED
assert denied.task_type.task_type_grant.outcome == shared.TaskTypeGrantOutcome.GRANT_OUTCOME_DENIED
assert denied.policy_instance.history[0].approval_instance.denied_action.user_id == me

refused(400, deny, task=first, step=step)
refused(400, approve, task=third, step="another")
own = next(task for task in waiting if task.created_by_user_id == me)
refused(403, approve, task=own, step=own.policy_instance.policy_step_instance.id)
refused(404, get, task_id="none")
refused(401, get, task_id=third.id, mine=client("another"))
print("ConductorOne's own client works against the played ConductorOne, unchanged.")
