package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands about networks, against a server that answers like the API. */
class NetworkCommandsTest {
  private static final String RULES =
      "{\"allow\":[\"10.1.0.9:80\",\"192.168.7.0/24\"],\"deny\":[\"*.example.com\"]}";

  private final FakeApi api;

  NetworkCommandsTest() throws IOException {
    api = new FakeApi();
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Execution execute(String... arguments) {
    return Execution.of(Map.of("VALISE_URL", api.url(), "VALISE_API_KEY", "k1"), arguments);
  }

  @Test
  void showsOneRuleALine() {
    api.answer("GET /network", 200, RULES);

    assertThat(execute("network", "show"))
        .isEqualTo(
            new Execution(
                0, "allow  10.1.0.9:80\nallow  192.168.7.0/24\ndeny   *.example.com\n", ""));
  }

  @Test
  void showsThemAsJson() {
    api.answer("GET /network", 200, RULES);

    assertThat(execute("network", "show", "--json").out()).isEqualTo(RULES + "\n");
  }

  @Test
  void saysThatThereAreNoneAndWhatDoesNotHold() {
    api.answer("GET /network", 200, "{\"allow\":[],\"deny\":[],\"warnings\":[\"plain\\u001b\"]}");

    assertThat(execute("network", "show"))
        .isEqualTo(
            new Execution(
                0, "", "There are no rules beside those of the server.\nWarning: plain?\n"));
  }

  @Test
  void setsBothLists() {
    api.answer("PUT /network", 200, RULES);

    Execution execution =
        execute("network", "set", "--allow=10.1.0.9:80,192.168.7.0/24", "--deny", "*.example.com");

    assertThat(execution.out()).startsWith("allow  10.1.0.9:80\n");
    assertThat(api.requests().getFirst().body()).isEqualTo(RULES);
    assertThat(api.requests().getFirst().authorization()).isEqualTo("Bearer k1");
  }

  @Test
  void aListThatIsNotGivenIsEmptied() {
    api.answer("PUT /network", 200, "{\"allow\":[],\"deny\":[]}");

    execute("network", "set", "--deny=a.example", "--deny=b.example");
    execute("network", "set", "--allow=");

    assertThat(api.requests().getFirst().body())
        .isEqualTo("{\"allow\":[],\"deny\":[\"a.example\",\"b.example\"]}");
    assertThat(api.requests().getLast().body()).isEqualTo("{\"allow\":[],\"deny\":[]}");
  }

  @Test
  void withoutAListNothingIsThrownAway() {
    Execution execution = execute("network", "set");

    assertThat(execution.status()).isEqualTo(2);
    assertThat(execution.err()).contains("Missing required argument(s)", "--allow", "--deny");
    assertThat(api.requests()).isEmpty();
  }

  @Test
  void aRefusalIsOneLine() {
    api.answer("PUT /network", 400, "{\"code\":\"bad_request\",\"message\":\"not a rule\"}");

    assertThat(execute("network", "set", "--allow=x y"))
        .isEqualTo(new Execution(1, "", "Error: not a rule (HTTP 400)\n"));
  }
}
