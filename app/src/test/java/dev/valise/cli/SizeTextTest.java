package dev.valise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "9949, 9.9 kB",
    "9950, 10 kB",
    "999499, 999 kB",
    "999500, 1.0 MB",
    "137000000, 137 MB",
    "2000000000, 2.0 GB",
    "1500000000000, 1.5 TB",
    "9223372036854775807, 9223372 TB",
  })
  void isForPeople(long bytes, String text) {
    assertThat(SizeText.of(bytes)).isEqualTo(text);
  }
}
