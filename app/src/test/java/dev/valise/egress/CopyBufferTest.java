package dev.valise.egress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyBufferTest {

  @Test
  void isLargeOnlyWhileReadsFillTheSmallOne() {
    try (var buffer = new CopyBuffer()) {
      assertThat(buffer.after(0).remaining()).isEqualTo(CopyBuffer.SMALL);
      assertThat(buffer.after(CopyBuffer.SMALL - 1).remaining()).isEqualTo(CopyBuffer.SMALL);
      assertThat(buffer.after(CopyBuffer.SMALL).remaining()).isEqualTo(CopyBuffer.LARGE);
      assertThat(buffer.after(CopyBuffer.LARGE).remaining()).isEqualTo(CopyBuffer.LARGE);
      assertThat(buffer.after(CopyBuffer.SMALL - 1).remaining()).isEqualTo(CopyBuffer.SMALL);
      assertThat(buffer.after(CopyBuffer.SMALL).remaining()).isEqualTo(CopyBuffer.LARGE);
    }
  }
}
