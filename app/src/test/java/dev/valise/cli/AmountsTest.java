package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "9949, 9.9 kB",
    "9950, 10 kB",
    "999499, 999 kB",
    "999500, 1.0 MB",
    "2000000000, 2.0 GB",
    "9223372036854775807, 9.2 EB",
  })
  void bytesHaveTwoDigitsAtLeast(long bytes, String text) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 versions", "1, 1 version", "2, 2 versions"})
  void oneIsNotMany(long number, String text) {
    assertThat(Amounts.count(number, "version")).isEqualTo(text);
  }
}
