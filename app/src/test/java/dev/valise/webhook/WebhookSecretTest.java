package dev.valise.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {

  /** The example that the libraries of Standard Webhooks test themselves with. */
  @Test
  void signsAsTheSpecificationDoes() {
    var secret = WebhookSecret.of(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    assertThat(secret.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assertThat(secret.reveal()).isEqualTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  }

  @Test
  void anotherSecretEachTimeThatIsNotPrinted() {
    var random = new Random(1);
    var one = WebhookSecret.generate(random);
    assertThat(one.reveal()).isNotEqualTo(WebhookSecret.generate(random).reveal());
    assertThat(one.key()).hasSize(32);
    assertThat(one.toString()).isEqualTo("WebhookSecret[redacted]");
  }
}
