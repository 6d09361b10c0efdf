package dev.valise.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.session.SaveProgress;
import org.junit.jupiter.api.Test;

class SaveProgressJsonTest {

  @Test
  void hasTheNamesThatTheCommandLineReads() throws Exception {
    assertThat(KernelJson.MAPPER.writeValueAsString(new SaveProgress(1, 2, 3, 4)))
        .isEqualTo("{\"files\":1,\"bytes\":2,\"all_files\":3,\"all_bytes\":4}");
  }
}
