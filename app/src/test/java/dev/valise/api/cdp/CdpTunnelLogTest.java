package dev.valise.api.cdp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What an operator reads, and that no token is in it. */
@Timeout(30)
class CdpTunnelLogTest {
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private static final Logger JETTY = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    JETTY.setLevel(Level.INFO);
    JETTY.setAdditive(false);
    log.start();
    JETTY.addAppender(log);
    ROOT.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    ROOT.detachAppender(log);
    JETTY.detachAppender(log);
    JETTY.setAdditive(true);
    JETTY.setLevel(Level.WARN);
  }

  @Test
  void aBrowserOutOfReachIsNamedByItsSession() throws Exception {
    var access =
        new TestingAccess(() -> {
          throw new IOException("it did not come back");
        });
    assertThat(statusWith(access)).isEqualTo(502);
    assertThat(lines())
        .anyMatch(line -> line.contains("session abc") && line.contains("come back"));
    assertThat(lines()).noneMatch(line -> line.contains(TestingAccess.TOKEN));
  }

  @Test
  void anUnexpectedFailureIsLoggedInFullAndAnsweredWithoutDetails() throws Exception {
    var access =
        new TestingAccess(() -> {
          throw new IllegalStateException("catalog on fire");
        });
    assertThat(statusWith(access)).isEqualTo(500);
    assertThat(lines()).anyMatch(line -> line.contains("IllegalStateException: catalog on fire"));
    assertThat(lines()).noneMatch(line -> line.contains(TestingAccess.TOKEN));
  }

  @Test
  void tunnelsAndTheirEndsAreNotWorthALine() throws Exception {
    try (var browser = FakeBrowser.thatEchoes();
        var server = TunnelServer.with(new TestingAccess(browser::devTools))) {
      RawClient.tunnelled(server).close();
      RawClient.tunnelled(server).reset();
      browser.awaitAllGone();
    }
    assertThat(lines()).noneMatch(line -> line.contains("cdp"));
    assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
  }

  private static int statusWith(TestingAccess access) throws IOException {
    try (var server = TunnelServer.with(access);
        var client = new RawClient(server)) {
      client.send(RawClient.handshake());
      var answer = client.answer();
      assertThat(answer.body()).doesNotContain("fire", "come back", TestingAccess.TOKEN);
      return answer.status();
    }
  }

  private List<String> lines() {
    return log.list.stream()
        .map(event ->
            event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()))
        .toList();
  }
}
