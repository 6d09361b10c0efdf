package dev.valise.upkeep.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionNumbersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "7; version 7",
        "1 2; versions 1 and 2",
        "1 2 3; versions 1 to 3",
        "1 3; versions 1 and 3",
        "1 2 4; versions 1, 2 and 4",
        "1 2 3 4 5 6 8; versions 1 to 6 and 8",
        "1 3 4 5 7 9 10; versions 1, 3 to 5, 7, 9 and 10",
      })
  void numbersInARowAreARange(String numbers, String words) {
    var set = new TreeSet<Integer>();
    Stream.of(numbers.split(" ")).map(Integer::valueOf).forEach(set::add);

    assertThat(VersionNumbers.versions(set)).isEqualTo(words);
  }
}
