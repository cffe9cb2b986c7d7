// Which influencers fit a brief, for a user of the service: figures first, then the gate, then what it lets pass.
// In a program of your own: import … from 'renown'
import { decide, engagement, Frame, tier } from '../../bindings-node/lib/index.js'

/** What the shortlist shows is Influencer Information, shown to a user who searches for influencers. */
const CATEGORIES = ['influencer.identity', 'influencer.performance']
const PURPOSE = 'influencer_search'

export class Catalog {
  #profiles
  #figures

  /** Figures are computed once; the posts are not kept. */
  static async from(posts, profiles) {
    const catalog = new Catalog()
    catalog.#profiles = new Map(profiles.map((profile) => [profile.influencerId, profile]))
    const people = profiles.map(({ influencerId, platform, followers }) => ({
      influencerId,
      platform,
      followers,
    }))
    const frame = await engagement(await Frame.from(posts), {
      profiles: people,
      statistic: 'median',
      last: 30,
    })
    catalog.#figures = frame.toArray()
    return catalog
  }

  /**
   * The influencers of a brief, the most engaging first. `record` takes each decision down before anything is shown:
   * what the law and the promises to influencers ask for is part of the answer, not of good intentions.
   */
  shortlist({ country, wanted }, { user, states = () => [], now, record }) {
    const fitting = this.#figures.filter(({ influencerId, value }) => {
      const profile = this.#profiles.get(influencerId)
      const fits = value !== null && (country === undefined || profile?.country === country)
      return fits && (wanted === undefined || tier(profile?.followers ?? 0) === wanted)
    })
    const permitted = fitting.filter(({ influencerId }) => {
      const decision = decide({
        facts: { role: 'influencer', states: states(influencerId) },
        request: {
          subject: influencerId,
          categories: CATEGORIES,
          purpose: PURPOSE,
          recipient: { kind: 'user', id: user },
        },
        now,
      })
      record(decision)
      return decision.outcome === 'permit' || decision.outcome === 'permit_with'
    })
    return permitted.sort((one, other) => other.value - one.value).map((figure) => this.#shown(figure))
  }

  #shown({ influencerId, value, low, high, level, n, method }) {
    const { platform, handle, country, category, followers } = this.#profiles.get(influencerId)
    const rate = { value, low, high, level, n, method }
    return {
      influencerId,
      platform,
      handle,
      country,
      category,
      followers,
      tier: tier(followers),
      engagement: rate,
    }
  }
}
