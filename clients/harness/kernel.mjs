import Kernel from '@onkernel/sdk';

/**
 * The Kernel SDK, pointed at a Valise server, with a record of what went over the wire.
 *
 * @param {{url: string, apiKey: string}} server
 * @param {import('@onkernel/sdk').ClientOptions} options on top of base URL and key
 * @returns {{kernel: Kernel, sent: {method: string, path: string, status: number,
 *     headers: Headers}[]}}
 */
export function connect(server, options = {}) {
  const sent = [];
  const recordingFetch = async (url, init) => {
    const response = await fetch(url, init);
    const { origin, pathname, search } = new URL(url);
    // Before its first upload the SDK also fetches a "data:" URL, to try out FormData.
    if (origin === server.url) {
      sent.push({
        method: init.method,
        path: pathname + search,
        status: response.status,
        headers: response.headers,
      });
    }
    return response;
  };
  const kernel = new Kernel({
    baseURL: server.url,
    apiKey: server.apiKey,
    fetch: recordingFetch,
    ...options,
  });
  return { kernel, sent };
}
