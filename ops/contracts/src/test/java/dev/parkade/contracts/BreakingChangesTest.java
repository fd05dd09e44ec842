package dev.parkade.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is recognised as breaking, and what is not.
class BreakingChangesTest {

  private static final String PUBLISHED =
      """
      openapi: 3.0.1
      info: {title: shop, version: v1}
      paths:
        /orders:
          post:
            operationId: place
            parameters:
              - {name: Idempotency-Key, in: header, required: true, schema: {type: string}}
              - {name: dryRun, in: query, required: false, schema: {type: boolean}}
            requestBody:
              required: true
              content:
                application/json:
                  schema:
                    type: object
                    required: [sku]
                    properties:
                      sku: {type: string, maxLength: 64}
                      note: {type: string}
                      size: {type: string, enum: [S, M, L]}
            responses:
              '202':
                description: accepted
                headers:
                  ETag: {schema: {type: string}}
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/Order'}
              '409': {description: no}
        /orders/{id}:
          get:
            operationId: read
            parameters:
              - {name: id, in: path, required: true, schema: {type: string}}
            responses:
              '200':
                description: it
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/Order'}
      components:
        schemas:
          Order:
            type: object
            required: [id, status]
            properties:
              id: {type: string}
              status: {type: string, enum: [PENDING, DONE]}
              total: {type: integer, format: int64}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /orders/{id}:                          | /orders/{key}/it:                     | GET /orders/{id}: is gone
          name: dryRun, in: query, required: false | name: dryRun, in: query, required: true | POST /orders: dryRun is required
          name: dryRun, in: query                | name: rehearse, in: query             | POST /orders: parameters: fewer dryRun
          required: [sku]                        | required: [sku, note]                 | POST /orders: required: more note
          sku: {type: string, maxLength: 64}     | sku: {type: integer}                  | POST /orders: /sku is no longer of type string
          sku: {type: string, maxLength: 64}     | sku: {type: string, maxLength: 8}     | POST /orders: /sku maxLength
          enum: [S, M, L]                        | enum: [S, M]                          | POST /orders: /size enum: fewer L
          note: {type: string}                   | remark: {type: string}                | POST /orders: has no longer note
          '409': {description: no}               | '410': {description: no}              | POST /orders: no longer answers 409
          ETag: {schema: {type: string}}         | E-Tag: {schema: {type: string}}       | POST /orders: 202 no longer sends ETag
          required: [id, status]                 | required: [id]                        | GET /orders/{id}: 200 required: fewer status
          total: {type: integer, format: int64}  | sum: {type: integer, format: int64}   | GET /orders/{id}: 200 has no longer total
          total: {type: integer, format: int64}  | total: {type: string}                 | GET /orders/{id}: 200 /total is no longer of type integer
          enum: [PENDING, DONE]                  | enum: [PENDING, DONE, LOST]           | GET /orders/{id}: 200 /status enum: more LOST
          """)
  void isFound(String published, String current, String change) {
    String changed = PUBLISHED.replace(published, current);

    assertThat(changed).isNotEqualTo(PUBLISHED);
    assertThat(BreakingChanges.between(PUBLISHED, changed)).contains(change);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          description: accepted                  | description: taken
          note: {type: string}                   | remark: {type: string}\\n                note: {type: string}
          total: {type: integer, format: int64}  | total: {type: integer, format: int64}\\n        tax: {type: integer}
          required: [sku]                        | required: []
          enum: [S, M, L]                        | enum: [S, M, L, XL]
          maxLength: 64                          | maxLength: 128
          """)
  void isNotMistakenFor(String published, String current) {
    String changed = PUBLISHED.replace(published, current.replace("\\n", "\n"));

    assertThat(changed).isNotEqualTo(PUBLISHED);
    assertThat(BreakingChanges.between(PUBLISHED, changed)).isEmpty();
  }

  @Test
  void whatIsNewBreaksNobody() {
    String more =
        PUBLISHED.replace(
            "components:",
            "  /carts:\n    get:\n      responses: {'200': {description: all}}\ncomponents:");

    assertThat(BreakingChanges.between(PUBLISHED, more)).isEmpty();
  }
}
