import assert from 'node:assert/strict';

/**
 * One HTTP request without the SDK: no retries, any body.
 *
 * @param {{url: string, apiKey: string}} server
 * @param {string} line for example "POST /profiles"
 * @param {unknown} body a string goes out as it is, anything else as JSON
 * @param {Record<string, string>} headers replace the API key and the content type
 * @returns {Promise<{status: number, headers: Headers, text: string, json: unknown}>}
 */
export async function send(server, line, body, headers = {}) {
  const [method, path] = line.split(' ');
  const response = await fetch(server.url + path, {
    method,
    headers: {
      authorization: `Bearer ${server.apiKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('application/json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text ? JSON.parse(text) : undefined,
  };
}

/** Fails unless an answer of {@link send} is an error in Kernel's shape with this status. */
export function assertRefused(answer, status) {
  assert.equal(answer.status, status, answer.text);
  assert.ok(answer.json, `not JSON: ${answer.text}`);
  assert.match(answer.json.code, /^[a-z_]+$/);
  assert.ok(answer.json.message.length > 0);
}
