package dev.valise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.valise.testing.Ids;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdSourceTest {

  @Test
  void idsDifferAndUseTheWholeAlphabet() {
    IdSource ids = Ids.fresh();
    Set<String> made = new HashSet<>();
    Set<Integer> characters = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String id = ids.next();
      assertThat(id).matches("[a-z][a-z0-9]{23}");
      made.add(id);
      id.chars().forEach(characters::add);
    }
    assertThat(made).hasSize(1000);
    assertThat(characters).hasSize(36);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abcdefghijklmnopqrstuvw",
        "abcdefghijklmnopqrstuvwxy",
        "Abcdefghijklmnopqrstuvwx",
        "abcdefghijklmnopqrstuv/x",
        "abcdefghijklmnopqrstuvwx\n"
      })
  void whatHasNotTheShapeIsNoId(String text) {
    assertThat(OpaqueId.hasShape(text)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new ProfileId(text));
    assertThatIllegalArgumentException().isThrownBy(() -> new SessionId(text));
    assertThatIllegalArgumentException().isThrownBy(() -> new OrganisationId(text));
  }
}
