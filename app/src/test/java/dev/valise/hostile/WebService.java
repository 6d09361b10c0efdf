package dev.valise.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;

/** Notes every connection and every request, and serves the pages from which attacks start. */
record WebService(ServerSocketChannel listener, Arrivals arrivals) {
  private static final String WORKER =
      """
      onmessage = async message => {
        const done = await fetch(message.data, {mode: 'no-cors'}).then(() => 'loaded', String);
        message.source.postMessage(done);
      };
      """;

  static void serve(ServerSocketChannel listener, Arrivals arrivals) {
    Thread.startVirtualThread(new WebService(listener, arrivals)::accept);
  }

  private void accept() {
    while (true) {
      try {
        Socket connection = listener.accept().socket();
        Thread.startVirtualThread(() -> answer(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      var at = (InetSocketAddress) connection.getLocalSocketAddress();
      String host = at.getAddress().getHostAddress();
      arrivals.add(new Arrivals.Arrival(host, at.getPort(), ""));
      if (at.getPort() == Internet.SILENT_PORT || at.getPort() == Internet.SOCKS_PORT) {
        return;
      }
      var input =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      String request = input.readLine();
      if (request == null) {
        return;
      }
      arrivals.add(new Arrivals.Arrival(host, at.getPort(), request));
      for (String line = input.readLine(); line != null && !line.isEmpty(); ) {
        line = input.readLine();
      }
      connection.getOutputStream().write(response(request).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It has come, whatever became of it.
    }
  }

  private static String response(String request) {
    boolean worker = request.contains("/worker.js");
    return """
    HTTP/1.1 200 OK\r
    Content-Type: text/%s\r
    Cache-Control: no-store\r
    Connection: close\r
    \r
    %s\
    """
        .formatted(worker ? "javascript" : "html", worker ? WORKER : "reached");
  }
}
