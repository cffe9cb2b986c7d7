import renown from './index.cjs'

export const {
  CODES,
  Frame,
  RenownError,
  bootstrap,
  clopperPearson,
  decide,
  handlesConfusable,
  mean,
  median,
  parseAgeBand,
  parseCountry,
  parseHandle,
  parseLanguage,
  parsePlatform,
  quantile,
  readPost,
  readProfile,
  scanCaption,
  wilson,
} = renown
