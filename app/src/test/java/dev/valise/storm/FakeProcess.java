package dev.valise.storm;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The life of one fake browser, from the start of its process to the end of it. */
final class FakeProcess {
  private static final String FOLDER = "--user-data-dir=";
  private static final String PATH = "/devtools/browser/0a0a0a0a-0000-4000-8000-000000000000";

  private final BufferedReader fromProcess;
  private final OutputStream toProcess;
  private final FakeFolder folder;
  private final FakeBrowser browser;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

  private FakeProcess(BufferedReader fromProcess, OutputStream toProcess, FakeFolder folder)
      throws IOException {
    this.fromProcess = fromProcess;
    this.toProcess = toProcess;
    this.folder = folder;
    this.browser = new FakeBrowser(folder, this::exit);
  }

  /** Reads the pid, the temporary folder and the arguments, a line each, up to an empty one. */
  static FakeProcess begin(Socket process) throws IOException {
    var in =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
    }
    String folder =
        lines.stream()
            .filter(line -> line.startsWith(FOLDER))
            .findFirst()
            .orElseThrow()
            .substring(FOLDER.length());
    return new FakeProcess(
        in,
        process.getOutputStream(),
        new FakeFolder(Path.of(folder), lines.get(0), Path.of(lines.get(1))));
  }

  /** Serves DevTools until the process is gone. */
  void live() throws IOException {
    try (var devTools = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      folder.open(devTools.getLocalPort(), PATH);
      Thread.ofVirtual().start(() -> acceptAll(devTools));
      tell("ws://127.0.0.1:" + devTools.getLocalPort() + PATH);
      while (line(fromProcess).equals("term")) {
        browser.close();
      }
    } finally {
      browser.die();
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private void acceptAll(ServerSocket devTools) {
    try {
      while (true) {
        Socket client = devTools.accept();
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The process is gone.
    }
  }

  private void serve(Socket client) {
    try (client) {
      WebSocketPeer peer = WebSocketPeer.accept(client);
      while (true) {
        for (String answer : browser.answer(peer.read())) {
          peer.write(answer);
        }
      }
    } catch (IOException gone) {
      clients.remove(client);
    }
  }

  private void exit() {
    try {
      tell("exit");
    } catch (IOException killed) {
      // It was faster.
    }
  }

  private void tell(String line) throws IOException {
    toProcess.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String line(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new EOFException("the process is gone");
    }
    return line;
  }
}
