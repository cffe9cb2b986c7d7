// A program in TypeScript that uses the package as `import`s do: it must be accepted, but for the lines that must not.

import {
  type Cell,
  type CODES,
  type Decision,
  decide,
  type ErrorCode,
  engagement,
  type Figure,
  Frame,
  type median,
  type Post,
  parseHandle,
  type quantile,
  RenownError,
  readPost,
  type SearchClause,
  type SearchFound,
  type SearchQuery,
  wilson,
} from '../../bindings-node/lib/index.js'
import {
  Table as ArrowTable,
  tableToIPC,
  vectorFromArray,
} from '../../bindings-node/node_modules/apache-arrow/Arrow.node.js'

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => {}

const figure: Figure = wilson(30n, 100, { level: 0.9 })
if ('value' in figure) {
  same<typeof figure.value, number>(true)
  same<typeof figure.n, bigint>(true)
  if ('low' in figure.interval) same<typeof figure.interval.low, number>(true)
} else {
  same<typeof figure.undefined, string>(true)
}
same<ReturnType<typeof median>, Promise<Figure>>(true)
same<ReturnType<typeof quantile>, number | null>(true)
same<(typeof CODES)[number], ErrorCode>(true)
// @ts-expect-error a platform is not a number
parseHandle(7, 'invented.person')
// @ts-expect-error levels are fractions, not texts
wilson(1, 2, { level: '95%' })

const post: Post = readPost({
  id: 'p1',
  influencerId: 'i1',
  platform: 'instagram',
  publishedAt: new Date(0),
  likes: 2n ** 53n + 1n,
})
same<typeof post.platform, 'instagram' | 'tiktok' | 'youtube'>(true)
// @ts-expect-error a post has an id
readPost({ influencerId: 'i1', platform: 'instagram', publishedAt: new Date(0) })

const decision: Decision = decide({
  facts: { role: 'influencer' },
  request: {
    subject: 's1',
    categories: ['influencer.performance'],
    purpose: 'influencer_search',
    recipient: { kind: 'user', id: 'u1' },
  },
  now: new Date(0),
})
// @ts-expect-error "maybe" is no outcome
decision.outcome === 'maybe'

const table = new ArrowTable({ influencer_id: vectorFromArray(['i1']) })
const frames: Frame[] = [
  await Frame.from([{ influencerId: 'i1', likes: 3 }]),
  await Frame.from(table),
  await Frame.from(tableToIPC(table), { transfer: true, signal: AbortSignal.timeout(1000) }),
]
for (const row of frames[0] ?? []) same<(typeof row)[string], Cell>(true)
const typed = await Frame.from<{ likes: bigint | null }>([{ likes: 1n }])
same<ReturnType<typeof typed.toArray>, { likes: bigint | null }[]>(true)
same<ReturnType<typeof typed.toIPC>, Uint8Array<ArrayBuffer>>(true)
// @ts-expect-error a path is no table
await Frame.from('posts.arrow')
// @ts-expect-error frames are made by Frame.from
new Frame()

const rates = await engagement(table, {
  profiles: [{ influencerId: 'i1', followers: 10n }],
  last: null,
  threads: 2,
})
for (const { influencerId, value, n } of rates) {
  same<typeof influencerId, string | number | bigint>(true)
  same<typeof value, number | null>(true)
  same<typeof n, number>(true)
}
for (const { creatorName } of await engagement(rates, { by: 'creator_name' })) {
  same<typeof creatorName, string | number | bigint>(true)
}
// @ts-expect-error no such statistic
await engagement(table, { statistic: 'mode' })

try {
  wilson(3, 2)
} catch (error) {
  if (error instanceof RenownError) {
    same<typeof error.code, ErrorCode>(true)
    // @ts-expect-error no such code
    error.code === 'NO_SUCH_CODE'
  }
}

const clauses: readonly SearchClause[] = [
  { or: [{ country: ['DE'] }, { not: { region: ['DE-BY'] } }] },
  { ageBand: ['25-34'] },
  { hashtags: { any: ['vegan'], none: ['sponsored'] } },
  { credibility: { lowAtLeast: 0.7 } },
  { audience: { gender: 'female', ageBand: '25-34', atLeast: 0.15 } },
  { text: { phrase: 'vegane küche', within: ['bio'] } },
  { sponsored: { brand: 'Invented Cola', withinDays: 180 } },
]
const query: SearchQuery = {
  filters: clauses,
  sort: [{ by: 'engagement_rate', order: 'ascending' }, { by: 'audience.country.DE' }],
  count: 'estimated',
  fields: ['followers', 'audience.gender_age.female 25-34'],
  facets: [{ field: 'country', top: 5 }],
}
same<SearchFound['total'], number | null>(true)
same<SearchFound['facets'][number]['cells'][number]['n'], number>(true)
// @ts-expect-error no field has this name
const unknownField: SearchQuery = { ...query, filter: [] }
// @ts-expect-error no clause has this name
const unknownClause: SearchClause = { follower: { atLeast: 1 } }
// @ts-expect-error a bound is a number
const wrongBound: SearchClause = { followers: { atLeast: 'many' } }
// @ts-expect-error labels are no order
const wrongOrder: SearchQuery = { sort: [{ by: 'country' }] }
// @ts-expect-error the model knows no such gender
const wrongGender: SearchClause = { gender: ['femal'] }
for (const refused of [unknownField, unknownClause, wrongBound, wrongOrder, wrongGender])
  JSON.stringify(refused)
