package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void alignsColumnsToTheirWidestCell() {
    Table table =
        new Table(List.of(List.of("NAME", "ID"), List.of("a", "1"), List.of("longer", "22")));

    assertThat(table.lines()).containsExactly("NAME    ID", "a       1", "longer  22");
  }

  @Test
  void hasNoSpaceAtTheEndOfALine() {
    assertThat(new Table(List.of(List.of("a", ""), List.of("b", "wide"))).lines())
        .containsExactly("a", "b  wide");
  }

  @Test
  void keepsControlCharactersFromTheTerminal() {
    assertThat(new Table(List.of(List.of("a\u001b[2Jb\n\u009bc"))).lines())
        .containsExactly("a?[2Jb??c");
  }

  @Test
  void refusesRowsOfDifferentLength() {
    assertThatThrownBy(() -> new Table(List.of(List.of("a"), List.of("b", "c"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mayBeEmpty() {
    assertThat(new Table(List.of()).lines()).isEmpty();
  }
}
