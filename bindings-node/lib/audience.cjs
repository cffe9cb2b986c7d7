// Audiences: one object of arguments each; what is computed off the event loop gives a promise.
'use strict'

const { callAsync } = require('./calls.cjs')
const { given } = require('./options.cjs')

const over = (name) => async (question) => callAsync(name, given(question))

module.exports = {
  affinity: over('affinity'),
  askCount: over('ask_count'),
  audienceDemographics: over('audience_demographics'),
  countAudience: over('count_audience'),
  lookalikes: over('lookalikes'),
  noisyCount: over('noisy_count'),
  notableFollowers: over('notable_followers'),
  overlap: over('overlap'),
  overlapSketches: over('overlap_sketches'),
  rake: over('rake'),
  release: over('release'),
  roundTable: over('round_table'),
  sketchAudience: over('sketch_audience'),
}
