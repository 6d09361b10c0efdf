package dev.valise.api.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valise.model.Refusal;
import dev.valise.model.RequiredCookie;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequireJsonTest {

  @Test
  void whatIsAskedForIsRead() {
    assertThat(read("{'require':[{'domain':'a.de','cookie':'sid'},{'domain':'b.de'}]}"))
        .contains(
            List.of(
                new RequiredCookie("a.de", Optional.of("sid")),
                new RequiredCookie("b.de", Optional.empty())));
  }

  @Test
  void absentIsNoWish() {
    assertThat(read("{}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'require':null}", "{'require':[]}"})
  void nothingCanBeRequired(String body) {
    assertThat(read(body)).contains(List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'require':{}} | require must be an array of objects",
        "{'require':['a.de']} | require must be an array of objects",
        "{'require':[{'domain':'a.de'},{}]} | require[1].domain must be a host name",
        "{'require':[{'domain':5}]} | require[0].domain must be a string",
        "{'require':[{'domain':'https://a.de'}]} | require[0].domain must be a host name",
        "{'require':[{'domain':'a.de','cookie':'a=b'}]} | require[0].cookie must be the name",
        "{'require':[{'domain':'a.de','cokie':'a'}]} | there is no field require[0].cokie",
      })
  void whatIsWrongIsNamed(String body, String message) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void twentyAreTheMost() {
    assertThat(read(entries(20)).orElseThrow()).hasSize(20);
    assertThatThrownBy(() -> read(entries(21)))
        .isInstanceOf(Refusal.Invalid.class)
        .hasMessage("require must have at most 20 entries");
  }

  private static String entries(int count) {
    return "{'require':["
        + String.join(",", Collections.nCopies(count, "{'domain':'a.de'}"))
        + "]}";
  }

  private static Optional<List<RequiredCookie>> read(String body) {
    return RequireJson.read(RequestBody.parse(body.replace('\'', '"').getBytes(UTF_8)));
  }
}
