// The core behind the shell. This is the only module that calls it; it turns answers into values and refusals into
// exceptions, and changes nothing else.

import { NotAdded, Refusal, type AddedView, type Backend, type ConnectRequest, type ErrorView } from './backend';
import { commands, events } from './bindings';

type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: ErrorView };

async function answered<T>(call: Promise<Answer<T>>): Promise<T> {
  const answer = await call;
  if (answer.status === 'error') throw new Refusal(viewOf(answer.error));
  return answer.data;
}

/** The shell itself, before it comes to the core, refuses with a bare sentence. */
function viewOf(error: ErrorView | string): ErrorView {
  return typeof error === 'string' ? { code: 'shell', message: error, retryable: true } : error;
}

async function done(call: Promise<Answer<unknown>>): Promise<void> {
  await answered(call);
}

async function connected(queue: ConnectRequest): Promise<AddedView> {
  const answer = await commands.connectQueue(queue);
  if (answer.status === 'ok') return answer.data;
  throw typeof answer.error === 'string' ? new Refusal(viewOf(answer.error)) : new NotAdded(answer.error);
}

export const tauri: Backend = {
  status: () => answered(commands.status()),
  inboxPage: (request) => answered(commands.inboxPage(request)),
  inboxPlace: (mark, id) => answered(commands.inboxPlace(mark, id)),
  inboxFold: (mark, id) => answered(commands.inboxFold(mark, id)),
  readQuery: (text) => answered(commands.readQuery(text)),
  completeQuery: (text, cursor) => answered(commands.completeQuery(text, cursor)),
  facets: (query) => answered(commands.facets(query)),
  views: () => answered(commands.views()),
  saveView: (name, query, sort, group) => done(commands.saveView(name, query, sort, group)),
  removeView: (name) => done(commands.removeView(name)),
  snooze: (of, until) => answered(commands.snooze(of, until)),
  wake: (ids) => answered(commands.wake(ids)),
  review: (of, action) => answered(commands.review(of, action)),
  decideAll: (ticket, reason) => answered(commands.decideAll(ticket, reason)),
  undoAll: (ids) => answered(commands.undoAll(ids)),
  openSheet: (id) => answered(commands.openSheet(id)),
  acceptChange: (id, revision) => answered(commands.acceptChange(id, revision)),
  previewLength: (ticket, text) => answered(commands.previewLength(ticket, text)),
  decide: (ticket, choice, reason, typed) => done(commands.decide(ticket, choice, reason, typed)),
  undo: (id) => done(commands.undo(id)),
  sendNow: (id) => answered(commands.sendNow(id)),
  classify: (id, level) => done(commands.classify(id, level)),
  openPage: (id) => done(commands.openPage(id)),
  grants: () => answered(commands.grants()),
  revoke: (id, reason) => done(commands.revoke(id, reason)),
  previewShortening: (id, text) => answered(commands.previewShortening(id, text)),
  shorten: (id, seen, to, reason) => done(commands.shorten(id, seen, to, reason)),
  log: (queue, offset, limit) => answered(commands.log(queue, offset, limit)),
  logDetail: (queue, entry) => answered(commands.logDetail(queue, entry)),
  verifyLog: (queue) => answered(commands.verifyLog(queue)),
  searchLog: (search) => answered(commands.searchLog(search)),
  exportLog: (queue, form) => answered(commands.exportLog(queue, form)),
  stopExport: () => done(commands.stopExport()),
  insights: (filter) => answered(commands.insights(filter)),
  queues: () => answered(commands.queues()),
  signedIn: (id) => answered(commands.signedIn(id)),
  connectors: () => answered(commands.connectors()),
  checkQueue: (kind, name, address) => answered(commands.checkQueue(kind, name, address)),
  connectQueue: connected,
  stopConnecting: () => done(commands.stopConnecting()),
  doctor: (id) => answered(commands.doctor(id)),
  removal: (id) => answered(commands.removal(id)),
  removeQueue: (seen, typed) => answered(commands.removeQueue(seen, typed)),
  preferences: () => answered(commands.preferences()),
  setPreferences: (preferences) => done(commands.setPreferences(preferences)),
  notificationSettings: () => answered(commands.notificationSettings()),
  setNotificationSettings: (settings) => done(commands.setNotificationSettings(settings)),
  previewNotifications: (settings) => answered(commands.previewNotifications(settings)),
  sendExample: () => done(commands.sendExample()),
  devices: () => answered(commands.devices()),
  devicesSeen: () => done(commands.devicesSeen()),
  rotateKey: (queue) => answered(commands.rotateKey(queue)),
  revokeDevice: (device) => done(commands.revokeDevice(device)),
  admitDevice: (fingerprint) => answered(commands.admitDevice(fingerprint)),
  addSecurityKey: (queue, name) => done(commands.addSecurityKey(queue, name)),
  removeSecurityKey: (key) => done(commands.removeSecurityKey(key)),
  roles: () => answered(commands.roles()),
  classifyRole: (system, role, level) => answered(commands.classifyRole(system, role, level)),
  loginStart: () => answered(commands.loginStart()),
  setLoginStart: (on) => answered(commands.setLoginStart(on)),
  about: () => answered(commands.about()),
  firstStart: () => answered(commands.firstStart()),
  startPractice: () => done(commands.startPractice()),
  practice: () => answered(commands.practice()),
  practiseAgain: () => done(commands.practiseAgain()),
  retryQueue: () => answered(commands.retryQueue()),
  retryKeyring: () => done(commands.retryKeyring()),
  quit: () => done(commands.quit()),
  takeNavigation: () => answered(commands.takeNavigation()),
  onChanged: (heard) => events.deskChanged.listen((event) => heard(event.payload)),
  onExporting: (heard) => events.exporting.listen((event) => heard(event.payload)),
  onConnecting: (heard) => events.connecting.listen((event) => heard(event.payload.step)),
  onNavigated: (heard) => events.navigated.listen((event) => heard(event.payload.to)),
};
