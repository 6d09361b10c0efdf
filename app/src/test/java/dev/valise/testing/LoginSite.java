package dev.valise.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A site on loopback that keeps a login in the four places where sites keep one: an HttpOnly cookie
 * without expiry, a cookie with one, localStorage and IndexedDB.
 */
public final class LoginSite implements AutoCloseable {

  /** What the page runs to log in; {@code /login} sets the two cookies. */
  private static final String PAGE =
      """
      <!doctype html><title>site</title><script>
      const open = () => new Promise((resolve, reject) => {
        const request = indexedDB.open('login', 1);
        request.onupgradeneeded = () => request.result.createObjectStore('tokens');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const done = transaction => new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onerror = () => reject(transaction.error);
      });
      async function login(secret) {
        await fetch('/login?' + secret);
        localStorage.setItem('token', secret);
        const database = await open();
        const transaction = database.transaction('tokens', 'readwrite');
        transaction.objectStore('tokens').put(secret, 'token');
        await done(transaction);
        database.close();
        return 'ok';
      }
      async function state() {
        const database = await open();
        const stored = await new Promise(resolve => {
          const request = database.transaction('tokens').objectStore('tokens').get('token');
          request.onsuccess = () => resolve(request.result ?? 'none');
        });
        database.close();
        const cookies = await (await fetch('/cookies')).text();
        return cookies + ' local=' + (localStorage.getItem('token') ?? 'none') + ' idb=' + stored;
      }
      </script>
      """;

  private final HttpServer server;

  private LoginSite(HttpServer server) {
    this.server = server;
  }

  public static LoginSite start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, "text/html", PAGE));
    server.createContext("/login", LoginSite::login);
    server.createContext("/cookies", LoginSite::cookies);
    server.start();
    return new LoginSite(server);
  }

  /** A secure context, though it is http. */
  public String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /** What {@code state()} says of a browser that is logged in. */
  public static String loggedIn(String secret) {
    return "session=%s persistent=%s local=%s idb=%s".formatted(secret, secret, secret, secret);
  }

  /** What {@code state()} says of a browser that is not. */
  public static String loggedOut() {
    return loggedIn("none");
  }

  private static void login(HttpExchange exchange) throws IOException {
    String secret = exchange.getRequestURI().getQuery();
    var headers = exchange.getResponseHeaders();
    headers.add("Set-Cookie", "session=" + secret + "; Path=/; HttpOnly");
    headers.add("Set-Cookie", "persistent=" + secret + "; Path=/; Max-Age=86400");
    answer(exchange, "text/plain", "ok");
  }

  private static void cookies(HttpExchange exchange) throws IOException {
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
    answer(
        exchange,
        "text/plain",
        "session=" + value(header, "session") + " persistent=" + value(header, "persistent"));
  }

  private static String value(String header, String name) {
    for (String pair : header.split("; ", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return "none";
  }

  private static void answer(HttpExchange exchange, String type, String body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
