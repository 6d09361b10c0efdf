package dev.valise.api.cdp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that break off in every way there is, many at once. */
final class RudeClients {
  private static final int AT_ONCE = 16;

  /** A way to leave; whoever has not reset the connection by the end just closes it. */
  private interface Way {
    void leave(RawClient client, byte[] noise) throws IOException;
  }

  private final TunnelServer server;
  private final TestingAccess access;
  private final SplittableRandom random;
  private final List<Way> ways =
      List.of(
          this::endInTheRequest,
          this::resetInTheRequest,
          this::endBehindTheRequest,
          this::resetBehindTheRequest,
          this::resetBehindGluedBytes,
          this::resetBehindThe101,
          this::resetWithTheEchoUnread,
          this::endOutputAndHearTheEcho,
          this::endEverybodysSession);

  RudeClients(TunnelServer server, TestingAccess access, SplittableRandom random) {
    this.server = server;
    this.access = access;
    this.random = random;
  }

  void rage(int clients) throws Exception {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Boolean>> connections = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Way way = ways.get(random.nextInt(ways.size()));
        byte[] noise = new Noise(random.nextLong(), random.nextInt(1, 200_000)).bytes();
        connections.add(() -> connect(way, noise));
      }
      for (Future<Boolean> connection : threads.invokeAll(connections)) {
        connection.get();
      }
    }
  }

  /**
   * Whether the client could be as rude as it meant to be, before another one's rudeness hit it.
   */
  private boolean connect(Way way, byte[] noise) {
    try (var client = new RawClient(server)) {
      way.leave(client, noise);
      return true;
    } catch (IOException hungUpOn) {
      return false;
    }
  }

  private void endInTheRequest(RawClient client, byte[] noise) throws IOException {
    String request = RawClient.handshake();
    client.send(request.substring(0, noise.length % request.length()));
  }

  private void resetInTheRequest(RawClient client, byte[] noise) throws IOException {
    endInTheRequest(client, noise);
    client.reset();
  }

  private void endBehindTheRequest(RawClient client, byte[] noise) throws IOException {
    client.send(RawClient.handshake());
  }

  private void resetBehindTheRequest(RawClient client, byte[] noise) throws IOException {
    client.send(RawClient.handshake());
    client.reset();
  }

  private void resetBehindGluedBytes(RawClient client, byte[] noise) throws IOException {
    client.send(RawClient.handshake().getBytes(UTF_8), noise);
    client.reset();
  }

  private void resetBehindThe101(RawClient client, byte[] noise) throws IOException {
    client.send(RawClient.handshake());
    client.answer();
    client.reset();
  }

  private void resetWithTheEchoUnread(RawClient client, byte[] noise) throws IOException {
    client.send(RawClient.handshake());
    client.answer();
    client.send(noise);
    client.reset();
  }

  private void endOutputAndHearTheEcho(RawClient client, byte[] noise) throws IOException {
    client.send(RawClient.handshake());
    client.answer();
    client.send(noise);
    client.endOutput();
    client.awaitEnd();
  }

  private void endEverybodysSession(RawClient client, byte[] noise) throws IOException {
    client.send(RawClient.handshake());
    client.answer();
    access.hangUp();
  }
}
