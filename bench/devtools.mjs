import { once } from 'node:events';
import WebSocket from 'ws';

const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

/** A DevTools connection over a plain WebSocket, so that little of the measured is the client. */
export class DevTools {
  #socket;
  #waiting = new Map();
  #lastId = 0;
  #tabs = [];

  static async connect(url) {
    // Compression would measure zlib, and Valise does not pass it on by default.
    const options = { perMessageDeflate: false, maxPayload: MAX_MESSAGE_BYTES };
    const socket = new WebSocket(url, options);
    await once(socket, 'open');
    return new DevTools(socket);
  }

  constructor(socket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#received(JSON.parse(data)));
    socket.on('close', () => this.#lost(new Error('the DevTools connection was closed')));
    socket.on('error', (error) => this.#lost(error));
  }

  #received({ id, result, error }) {
    const call = this.#waiting.get(id);
    if (!call) return;
    this.#waiting.delete(id);
    if (error) call.reject(new Error(`${call.method}: ${error.message}`));
    else call.resolve(result);
  }

  #lost(error) {
    for (const call of this.#waiting.values()) call.reject(error);
    this.#waiting.clear();
  }

  call(method, params = {}, sessionId = undefined) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }

  /** Opens a tab and returns a function that evaluates an expression, or a promise, in it. */
  async openTab(url) {
    const { targetId } = await this.call('Target.createTarget', { url: 'about:blank' });
    this.#tabs.push(targetId);
    const { sessionId } = await this.call('Target.attachToTarget', { targetId, flatten: true });
    const evaluate = async (expression) => {
      const params = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await this.call('Runtime.evaluate', params, sessionId);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
      return result.value;
    };
    if (url) {
      await this.call('Page.enable', {}, sessionId);
      const { errorText } = await this.call('Page.navigate', { url }, sessionId);
      if (errorText) throw new Error(`${url}: ${errorText}`);
    }
    return evaluate;
  }

  /** Closes what was opened over this connection. */
  async closeTabs() {
    const closing = this.#tabs.splice(0);
    await Promise.all(closing.map((targetId) => this.call('Target.closeTarget', { targetId })));
  }

  async disconnect() {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }
}
