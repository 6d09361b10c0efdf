package dev.valise.storm;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * A program in Chromium's place that starts in milliseconds: its process is a shell script that
 * ends when it is told to or killed, and its mind is a {@link FakeBrowser} in this JVM.
 */
final class FakeChromium implements AutoCloseable {
  private final ServerSocket processes;
  private final Path executable;

  private FakeChromium(ServerSocket processes, Path executable) {
    this.processes = processes;
    this.executable = executable;
  }

  /**
   * @param folder for the program
   */
  static FakeChromium in(Path folder) throws IOException {
    var processes = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Path executable =
        Files.createFile(
            folder.resolve("chromium"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(
        executable, script().replace("@PORT@", Integer.toString(processes.getLocalPort())));
    var chromium = new FakeChromium(processes, executable);
    Thread.ofVirtual().start(chromium::acceptAll);
    return chromium;
  }

  Path executable() {
    return executable;
  }

  private static String script() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(FakeChromium.class.getResourceAsStream("/storm/fake-chromium.sh"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket process = processes.accept();
        Thread.ofVirtual().start(() -> live(process));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void live(Socket process) {
    try (process) {
      FakeProcess.begin(process).live();
    } catch (IOException killed) {
      // As a browser that is killed: nothing more happens.
    }
  }

  @Override
  public void close() throws IOException {
    processes.close();
  }
}
