package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands about versions, against a server that answers like the API. */
class HistoryCommandsTest {

  private final FakeApi api;

  HistoryCommandsTest() throws IOException {
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
  void listsVersionsWithSizesForPeople() {
    api.answer(
        "GET /profiles/shop/versions?limit=100&offset=0",
        200,
        """
        [{"number": 4, "created_at": "t4", "source": {"type": "new one"}},
         {"number": 3, "created_at": "t3", "source": {"type": "fork", "profile_id": "p", "version": 9},
          "files": 70, "bytes": 1700000, "stored_bytes": 0, "cookies": 12, "origins": 2, "made_head": false},
         {"number": 2, "created_at": "t2", "source": {"type": "rollback", "version": 1},
          "files": 70, "bytes": 137000000, "stored_bytes": 999, "cookies": 12, "origins": 2, "made_head": true},
         {"number": 1, "created_at": "t1", "source": {"type": "save", "session_id": "s"},
          "files": 70, "bytes": 999600, "stored_bytes": 64000, "cookies": 12, "origins": 2}]\
        """);

    assertThat(execute("profiles", "versions", "shop").out().lines())
        .containsExactly(
            "VERSION  CREATED  SOURCE               FILES  SIZE    STORED  COOKIES  ORIGINS  MADE HEAD",
            "4        t4       new one              -      -       -       -        -        -",
            "3        t3       fork of p version 9  70     1.7 MB  0 B     12       2        false",
            "2        t2       rollback to 1        70     137 MB  999 B   12       2        true",
            "1        t1       session s            70     1.0 MB  64 kB   12       2        -");
  }

  @Test
  void listsVersionsAsJson() {
    api.answer("GET /profiles/a%20b/versions?limit=100&offset=0", 200, "[{\"number\": 1}]");

    assertThat(execute("profiles", "versions", "a b", "--json").out())
        .isEqualTo("[{\"number\":1}]\n");
  }

  @Test
  void saysThatThereAreNoVersions() {
    api.answer("GET /profiles/shop/versions?limit=100&offset=0", 200, "[]");

    assertThat(execute("profiles", "versions", "shop"))
        .isEqualTo(new Execution(0, "", "Nothing was saved into this profile yet.\n"));
  }

  @Test
  void rollsBack() {
    api.answer(
        "POST /profiles/shop/rollback",
        200,
        "{\"id\": \"p1\", \"name\": \"shop\", \"head_version\": 4}");

    assertThat(execute("profiles", "rollback", "shop", "1").out())
        .isEqualTo("name          shop\nid            p1\nhead_version  4\n");
    assertThat(api.requests().getFirst().body()).isEqualTo("{\"version\":1}");
  }

  @Test
  void aProfileWithoutANameIsShownWithoutOne() {
    api.answer(
        "POST /profiles/p1/rollback", 200, "{\"id\": \"p1\", \"name\": null, \"head_version\": 4}");

    assertThat(execute("profiles", "rollback", "p1", "1").out())
        .isEqualTo("id            p1\nhead_version  4\n");
  }

  @Test
  void forksTheHead() {
    api.answer("POST /profiles/shop/fork", 201, "{\"id\": \"p2\", \"name\": \"try\"}");

    assertThat(execute("profiles", "fork", "shop", "try").out()).isEqualTo("name  try\nid    p2\n");
    assertThat(api.requests().getFirst().body()).isEqualTo("{\"name\":\"try\"}");
  }

  @Test
  void forksAnOlderVersion() {
    api.answer("POST /profiles/shop/fork", 201, "{\"id\": \"p2\", \"name\": \"try\"}");

    assertThat(execute("profiles", "fork", "shop", "try", "--version", "2").status()).isZero();
    assertThat(Json.read(api.requests().getFirst().body()))
        .isEqualTo(Json.read("{\"name\": \"try\", \"version\": 2}"));
  }

  @Test
  void deletesAVersion() {
    api.answer("DELETE /profiles/shop/versions/2", 204, "");

    assertThat(execute("profiles", "delete-version", "shop", "2"))
        .isEqualTo(new Execution(0, "deleted version 2 of shop\n", ""));
  }

  @Test
  void aRefusalIsOneLine() {
    api.answer(
        "DELETE /profiles/shop/versions/5",
        409,
        "{\"code\":\"conflict\",\"message\":\"version 5 is the head of 'shop'\"}");

    assertThat(execute("profiles", "delete-version", "shop", "5"))
        .isEqualTo(new Execution(1, "", "Error: version 5 is the head of 'shop' (HTTP 409)\n"));
  }

  @Test
  void createsABrowserOnAnOlderVersion() {
    api.answer("POST /browsers", 200, "{\"session_id\": \"s1\"}");

    execute("browsers", "create", "--profile=shop", "--profile-version=2");

    assertThat(Json.read(api.requests().getFirst().body()).path("profile"))
        .isEqualTo(Json.read("{\"name\": \"shop\", \"save_changes\": false, \"version\": 2}"));
  }
}
