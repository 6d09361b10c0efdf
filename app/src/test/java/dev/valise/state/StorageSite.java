package dev.valise.state;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A site on loopback, under as many origins as one wants: Chromium takes every name in localhost
 * for this machine, and http there for secure. A page does what it is asked to.
 */
final class StorageSite implements AutoCloseable {
  private static final String PAGE =
      """
      <!doctype html><title>site</title><script>
      function local() { localStorage.setItem('key', 'value'.repeat(200)); return 'ok'; }
      function indexed() {
        return new Promise((resolve, reject) => {
          const request = indexedDB.open('database', 1);
          request.onupgradeneeded = () => request.result.createObjectStore('store');
          request.onsuccess = () => { request.result.close(); resolve('ok'); };
          request.onerror = () => reject(request.error);
        });
      }
      async function cached() {
        await (await caches.open('cache')).put('/cached', new Response('content'));
        return 'ok';
      }
      async function worker() {
        await navigator.serviceWorker.register('/worker.js');
        await navigator.serviceWorker.ready;
        return 'ok';
      }
      async function files() {
        const folder = await navigator.storage.getDirectory();
        await folder.getFileHandle('file', {create: true});
        return 'ok';
      }
      function framed(url) {
        return new Promise(resolve => {
          addEventListener('message', event => resolve(event.data));
          const frame = document.createElement('iframe');
          frame.src = url;
          document.body.append(frame);
        });
      }
      </script><body></body>
      """;

  private static final String FRAME =
      """
      <!doctype html><script>
      localStorage.setItem('key', 'value');
      parent.postMessage('ok', '*');
      </script>
      """;

  private final HttpServer server;

  private StorageSite(HttpServer server) {
    this.server = server;
  }

  static StorageSite start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, "text/html", PAGE));
    server.createContext("/frame", exchange -> answer(exchange, "text/html", FRAME));
    server.createContext("/worker.js", exchange -> answer(exchange, "text/javascript", ""));
    server.start();
    return new StorageSite(server);
  }

  String origin(String name) {
    return "http://" + name + ".localhost:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, String type, String body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
