/** The few calls of the API that are measured or needed for measuring. */
export class ValiseApi {
  #server;

  constructor(server) {
    this.#server = server;
  }

  async #send(method, path, body) {
    const response = await fetch(this.#server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#server.apiKey}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
    return response;
  }

  async createProfile(name) {
    return (await this.#send('POST', '/profiles', { name })).json();
  }

  async profile(id) {
    return (await this.#send('GET', `/profiles/${id}`)).json();
  }

  /** The head of a profile as a tar. */
  async archive(id) {
    const response = await this.#send('GET', `/profiles/${id}/download?format=tar`);
    return Buffer.from(await response.arrayBuffer());
  }

  async start(profile) {
    return (await this.#send('POST', '/browsers', { profile })).json();
  }

  async session(browser) {
    return (await this.#send('GET', `/browsers/${browser.session_id}`)).json();
  }

  /** Saves a running browser into a profile. */
  async checkpoint(browser, id) {
    const path = `/browsers/${browser.session_id}/profiles`;
    return (await this.#send('POST', path, { id })).json();
  }

  async end(browser) {
    await this.#send('DELETE', `/browsers/${browser.session_id}`);
  }
}
