package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person reads when the server is absent, unwilling or not a Valise; and which key it gets.
 */
class ApiFailuresTest {

  private static final String PROFILES = "GET /profiles?limit=100&offset=0";

  private final Path data;
  private final FakeApi api;

  ApiFailuresTest(@TempDir Path data) throws IOException {
    this.data = data;
    api = new FakeApi();
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Execution list() {
    return Execution.of(
        Map.of("VALISE_URL", api.url(), "VALISE_DATA", data.toString()), "profiles", "list");
  }

  @Test
  void serverIsNotRunning() throws IOException {
    String url;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      url = "http://127.0.0.1:" + free.getLocalPort();
    }

    assertThat(Execution.of(Map.of(), "profiles", "list", "--url", url))
        .isEqualTo(
            new Execution(
                1,
                "",
                "Error: no server answers at %s; start one with: ./valise serve\n".formatted(url)));
  }

  @Test
  void keyIsMissing() {
    api.answer(PROFILES, 401, "{\"code\":\"unauthorized\",\"message\":\"no such key\"}");

    assertThat(list().err())
        .isEqualTo(
            "Error: no such key (HTTP 401); set VALISE_API_KEY to the key that the server uses\n");
    assertThat(api.requests().getFirst().authorization()).isEmpty();
  }

  @Test
  void keyOfTheDataFolderIsUsed() throws IOException {
    Files.writeString(data.resolve("api-key"), "from-file\n");
    api.answer(PROFILES, 200, "[]");

    list();

    assertThat(api.requests().getFirst().authorization()).isEqualTo("Bearer from-file");
  }

  @Test
  void answerIsAProxysPage() {
    api.answer(PROFILES, 502, "<html>\n  <h1>Bad Gateway</h1>" + "x".repeat(1000));

    assertThat(list().err())
        .startsWith("Error: <html> <h1>Bad Gateway</h1>xxx")
        .endsWith("x… (HTTP 502)\n")
        .hasSizeLessThan(250);
  }

  @Test
  void answerHasNoBody() {
    api.answer(PROFILES, 500, "");

    assertThat(list().err()).isEqualTo("Error: the server gave no reason (HTTP 500)\n");
  }

  @Test
  void answerIsNotJson() {
    api.answer(PROFILES, 200, "It works!");

    assertThat(list().err()).startsWith("Error: the answer is not JSON: ");
  }

  @Test
  void answerIsNotAList() {
    api.answer(PROFILES, 200, "{}");

    assertThat(list().err())
        .isEqualTo("Error: %s/profiles did not answer with a list\n".formatted(api.url()));
  }
}
