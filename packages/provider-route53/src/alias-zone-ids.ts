/** One region's hosted zones of the services that a record can be an alias for. */
export interface RegionZones {
  /** `<region>.elb.amazonaws.com`: application and classic load balancers. */
  readonly loadBalancer: string;
  /** `elb.<region>.amazonaws.com`: network load balancers. */
  readonly networkLoadBalancer: string;
  /** `<region>.vpce.amazonaws.com`: interface endpoints of VPCs. */
  readonly vpcEndpoint?: string;
  /** `execute-api.<region>.amazonaws.com`: regional endpoints of API Gateway. */
  readonly apiGateway?: string;
}

/**
 * Hosted zone ids of AWS services by region, as AWS publishes them (docs.aws.amazon.com/general/latest/gr: elb.html, apigateway.html,
 * privatelink) and upstream's table of August 2026 holds them. A region that is missing for a service is one whose id neither had.
 */
export const regionZones: Readonly<Record<string, RegionZones>> = {
  'af-south-1': {
    loadBalancer: 'Z268VQBMOI5EKX',
    networkLoadBalancer: 'Z203XCE67M25HM',
    vpcEndpoint: 'Z09302161J80N9A7UTP7U',
    apiGateway: 'Z2DHW2332DAMTN',
  },
  'ap-east-1': {
    loadBalancer: 'Z3DQVH9N71FHZ0',
    networkLoadBalancer: 'Z12Y7K3UBGUAD1',
    vpcEndpoint: 'Z2LIHJ7PKBEMWN',
    apiGateway: 'Z3FD1VL90ND7K5',
  },
  'ap-east-2': {
    loadBalancer: 'Z02789141MW7T1WBU19PO',
    networkLoadBalancer: 'Z09176273OC2HWIAUNYW',
    vpcEndpoint: 'Z09379811HWP0POAUWVN3',
    apiGateway: 'Z02909591O7FG9Q56HWB1',
  },
  'ap-northeast-1': {
    loadBalancer: 'Z14GRHDCWA56QT',
    networkLoadBalancer: 'Z31USIVHYNEOWT',
    vpcEndpoint: 'Z2E726K9Y6RL4W',
    apiGateway: 'Z1YSHQZHG15GKL',
  },
  'ap-northeast-2': {
    loadBalancer: 'ZWKZPGTI48KDX',
    networkLoadBalancer: 'ZIBE1TIR4HY56',
    vpcEndpoint: 'Z27UANNT0PRK1T',
    apiGateway: 'Z20JF4UZKIW1U8',
  },
  'ap-northeast-3': {
    loadBalancer: 'Z5LXEXXYW11ES',
    networkLoadBalancer: 'Z1GWIQ4HH19I5X',
    vpcEndpoint: 'Z376B5OMM2JZL2',
  },
  'ap-south-1': {
    loadBalancer: 'ZP97RAFLXTNZK',
    networkLoadBalancer: 'ZVDDRBQ08TROA',
    vpcEndpoint: 'Z2KVTB3ZLFM7JR',
    apiGateway: 'Z3VO1THU9YC4UR',
  },
  'ap-south-2': {
    loadBalancer: 'Z0173938T07WNTVAEPZN',
    networkLoadBalancer: 'Z0711778386UTO08407HT',
    vpcEndpoint: 'Z0952991RWSF5AHIQDIY',
  },
  'ap-southeast-1': {
    loadBalancer: 'Z1LMS91P8CMLE5',
    networkLoadBalancer: 'ZKVM4W9LS7TM',
    vpcEndpoint: 'Z18LLCSTV4NVNL',
    apiGateway: 'ZL327KTPIQFUL',
  },
  'ap-southeast-2': {
    loadBalancer: 'Z1GM3OXH4ZPM65',
    networkLoadBalancer: 'ZCT6FZBF4DROD',
    vpcEndpoint: 'ZDK2GCRPAFKGO',
    apiGateway: 'Z2RPCDW04V8134',
  },
  'ap-southeast-3': {
    loadBalancer: 'Z08888821HLRG5A9ZRTER',
    networkLoadBalancer: 'Z01971771FYVNCOVWJU1G',
    vpcEndpoint: 'Z03881013RZ9BYYZO8N5W',
  },
  'ap-southeast-4': {
    loadBalancer: 'Z09517862IB2WZLPXG76F',
    networkLoadBalancer: 'Z01156963G8MIIL7X90IV',
    vpcEndpoint: 'Z07508191CO1RNBX3X3AU',
  },
  'ap-southeast-5': {
    loadBalancer: 'Z06010284QMVVW7WO5J',
    networkLoadBalancer: 'Z026317210H9ACVTRO6FB',
  },
  'ap-southeast-6': {
    loadBalancer: 'Z023301818UFJ50CIO0MV',
    networkLoadBalancer: 'Z01392953RKV2Q3RBP0KU',
  },
  'ap-southeast-7': {
    loadBalancer: 'Z0390008CMBRTHFGWBCB',
    networkLoadBalancer: 'Z054363131YWATEMWRG5L',
  },
  'ca-central-1': {
    loadBalancer: 'ZQSVJUPU6J1EY',
    networkLoadBalancer: 'Z2EPGBW3API2WT',
    vpcEndpoint: 'ZRCXCF510Y6P9',
    apiGateway: 'Z19DQILCV0OWEC',
  },
  'ca-west-1': {
    loadBalancer: 'Z06473681N0SF6OS049SD',
    networkLoadBalancer: 'Z02754302KBB00W2LKWZ9',
  },
  'cn-north-1': { loadBalancer: 'Z1GDH35T77C1KE', networkLoadBalancer: 'Z3QFB96KMJ7ED6' },
  'cn-northwest-1': { loadBalancer: 'ZM7IZAIOVVDZF', networkLoadBalancer: 'ZQEIKTCZ8352D' },
  'eu-central-1': {
    loadBalancer: 'Z215JYRZR1TBD5',
    networkLoadBalancer: 'Z3F0SRJ5LGBH90',
    vpcEndpoint: 'Z273ZU8SZ5RJPC',
    apiGateway: 'Z1U9ULNL0V5AJ3',
  },
  'eu-central-2': {
    loadBalancer: 'Z06391101F2ZOEP8P5EB3',
    networkLoadBalancer: 'Z02239872DOALSIDCX66S',
    vpcEndpoint: 'Z045369019J4FUQ4S272E',
  },
  'eu-north-1': {
    loadBalancer: 'Z23TAZ6LKFMNIO',
    networkLoadBalancer: 'Z1UDT6IFJ4EJM',
    vpcEndpoint: 'Z3OWWK6JFDEDGC',
    apiGateway: 'Z3UWIKFBOOGXPP',
  },
  'eu-south-1': {
    loadBalancer: 'Z3ULH7SSC9OV64',
    networkLoadBalancer: 'Z23146JA1KNAFP',
    vpcEndpoint: 'Z2A5FDNRLY7KZG',
    apiGateway: 'Z3BT4WSQ9TDYZV',
  },
  'eu-south-2': {
    loadBalancer: 'Z0956581394HF5D5LXGAP',
    networkLoadBalancer: 'Z1011216NVTVYADP1SSV',
    vpcEndpoint: 'Z014396544HENR57XQCJ',
    apiGateway: 'Z02499852UI5HEQ5JVWX3',
  },
  'eu-west-1': {
    loadBalancer: 'Z32O12XQLNTSW2',
    networkLoadBalancer: 'Z2IFOLAFXWLO4F',
    vpcEndpoint: 'Z38GZ743OKFT7T',
    apiGateway: 'ZLY8HYME6SFDD',
  },
  'eu-west-2': {
    loadBalancer: 'ZHURV8PSTC4K8',
    networkLoadBalancer: 'ZD4D7Y8KGAS4G',
    vpcEndpoint: 'Z7K1066E3PUKB',
    apiGateway: 'ZJ5UAJN8Y3Z2Q',
  },
  'eu-west-3': {
    loadBalancer: 'Z3Q77PNBQS71R4',
    networkLoadBalancer: 'Z1CMS0P5QUZ6D5',
    vpcEndpoint: 'Z1DWHTMFP0WECP',
    apiGateway: 'Z3KY65QIEKYHQQ',
  },
  'il-central-1': {
    loadBalancer: 'Z09170902867EHPV2DABU',
    networkLoadBalancer: 'Z0313266YDI6ZRHTGQY4',
  },
  'me-central-1': {
    loadBalancer: 'Z08230872XQRWHG2XF6I',
    networkLoadBalancer: 'Z00282643NTTLPANJJG2P',
    vpcEndpoint: 'Z07122992YCEUCB9A9570',
    apiGateway: 'Z08780021BKYYY8U0YHTV',
  },
  'me-south-1': {
    loadBalancer: 'ZS929ML54UICD',
    networkLoadBalancer: 'Z3QSRYVP46NYYV',
    vpcEndpoint: 'Z3B95P3VBGEQGY',
    apiGateway: 'Z20ZBPC0SS8806',
  },
  'mx-central-1': {
    loadBalancer: 'Z023552324OKD1BB28BH5',
    networkLoadBalancer: 'Z02031231H3ID6HYJ9A7U',
  },
  'sa-east-1': {
    loadBalancer: 'Z2P70J7HTTTPLU',
    networkLoadBalancer: 'ZTK26PT1VY4CU',
    vpcEndpoint: 'Z2LXUWEVLCVZIB',
    apiGateway: 'ZCMLWB8V5SYIT',
  },
  'us-east-1': {
    loadBalancer: 'Z35SXDOTRQ7X7K',
    networkLoadBalancer: 'Z26RNL4JYFTOTI',
    vpcEndpoint: 'Z7HUB22UULQXV',
    apiGateway: 'Z1UJRXOUMOOFQ8',
  },
  'us-east-2': {
    loadBalancer: 'Z3AADJGX6KTTL2',
    networkLoadBalancer: 'ZLMOA37VPKANP',
    vpcEndpoint: 'ZC8PG0KIFKBRI',
    apiGateway: 'ZOJJZC49E0EPZ',
  },
  'us-gov-east-1': {
    loadBalancer: 'Z166TLBEWOO7G0',
    networkLoadBalancer: 'Z1ZSMQQ6Q24QQ8',
    vpcEndpoint: 'Z2MU5TEIGO9WXB',
    apiGateway: 'Z3SE9ATJYCRCZJ',
  },
  'us-gov-west-1': {
    loadBalancer: 'Z33AYJ8TM3BH4J',
    networkLoadBalancer: 'ZMG1MZ2THAWF1',
    vpcEndpoint: 'Z12529ZODG2B6H',
    apiGateway: 'Z1K6XKP9SAGWDV',
  },
  'us-west-1': {
    loadBalancer: 'Z368ELLRRE2KJ0',
    networkLoadBalancer: 'Z24FKFUX50B4VW',
    vpcEndpoint: 'Z12I86A8N7VCZO',
    apiGateway: 'Z2MUQ32089INYE',
  },
  'us-west-2': {
    loadBalancer: 'Z1H1FL5HABSF5',
    networkLoadBalancer: 'Z18D5FSROUN65G',
    vpcEndpoint: 'Z1YSA3EXCYUU9Z',
    apiGateway: 'Z2OJLYMUO9EFXC',
  },
};

/** Services with one hosted zone for all regions; CloudFront also serves edge-optimized API Gateway and AppSync domains. */
export const globalZones: Readonly<Record<string, string>> = {
  'awsglobalaccelerator.com': 'Z2BJ6XQ5FK7U4H',
  'cloudfront.net': 'Z2FDTNDATAQYW2',
};

/**
 * Website endpoints of S3 (`s3-website-<region>` or `s3-website.<region>`), general/latest/gr/s3.html as of August 2026. Left out:
 * af-south-1 and eu-south-1, for which published tables disagree; `aws/target-hosted-zone` names theirs.
 */
export const bucketWebsiteZones: Readonly<Record<string, string>> = {
  'ap-east-1': 'ZNB98KWMFR0R6',
  'ap-east-2': 'Z064739330DAH7WJVOO93',
  'ap-northeast-1': 'Z2M4EHUR26P7ZW',
  'ap-northeast-2': 'Z3W03O7B5YMIYP',
  'ap-northeast-3': 'Z2YQB5RD63NC85',
  'ap-south-1': 'Z11RGJOFQNVJUP',
  'ap-south-2': 'Z02976202B4EZMXIPMXF7',
  'ap-southeast-1': 'Z3O0J2DXBE1FTB',
  'ap-southeast-2': 'Z1WCIGYICN2BYD',
  'ap-southeast-3': 'Z01846753K324LI26A3VV',
  'ap-southeast-4': 'Z0312387243XT5FE14WFO',
  'ap-southeast-5': 'Z08660063OXLMA7F1FJHU',
  'ap-southeast-7': 'Z0031014GXUMRZG6I14G',
  'ca-central-1': 'Z1QDHH18159H29',
  'ca-west-1': 'Z03565811Z33SLEZTHOUL',
  'cn-north-1': 'Z5CN8UMXT92WN',
  'cn-northwest-1': 'Z282HJ1KT0DH03',
  'eu-central-1': 'Z21DNDUVLTQW6Q',
  'eu-central-2': 'Z030506016YDQGETNASS',
  'eu-north-1': 'Z3BAZG2TWCNX0D',
  'eu-south-2': 'Z0081959F7139GRJC19J',
  'eu-west-1': 'Z1BKCTXD74EZPE',
  'eu-west-2': 'Z3GKZC51ZF0DB4',
  'eu-west-3': 'Z3R1K369G5AVDG',
  'il-central-1': 'Z09640613K4A3MN55U7GU',
  'me-central-1': 'Z06143092I8HRXZRUZROF',
  'me-south-1': 'Z1MPMWCPA7YB62',
  'sa-east-1': 'Z7KQH4QJS55SO',
  'us-east-1': 'Z3AQBSTGFYJSTF',
  'us-east-2': 'Z2O1EMRO9K5GLX',
  'us-gov-east-1': 'Z2NIFVYYW2VKV1',
  'us-gov-west-1': 'Z31GFT0UA1I2HV',
  'us-west-1': 'Z2F56UZL2M1ACD',
  'us-west-2': 'Z3BJ6K6RIION7M',
};

/**
 * Environments of Elastic Beanstalk (`<region>.elasticbeanstalk.com`), general/latest/gr/elasticbeanstalk.html as of August 2026.
 * Left out: ap-southeast-7 and eu-south-2, for which published tables disagree.
 */
export const beanstalkZones: Readonly<Record<string, string>> = {
  'af-south-1': 'Z1EI3BVKMKK4AM',
  'ap-east-1': 'ZPWYUBWRU171A',
  'ap-northeast-1': 'Z1R25G3KIG2GBW',
  'ap-northeast-2': 'Z3JE5OI70TWKCP',
  'ap-northeast-3': 'ZNE5GEY1TIAGY',
  'ap-south-1': 'Z18NTBI3Y7N9TZ',
  'ap-south-2': 'Z10223522IBWPBF2C2FJS',
  'ap-southeast-1': 'Z16FZ9L249IFLT',
  'ap-southeast-2': 'Z2PCDNR3VC2G1N',
  'ap-southeast-3': 'Z05913172VM7EAZB40TA8',
  'ap-southeast-4': 'Z0666869LC74UHAO5YE4',
  'ap-southeast-5': 'Z01812971H0QCYWSL7WOH',
  'ap-southeast-6': 'Z01144401H1NECCLJDD4D',
  'ca-central-1': 'ZJFCZL7SSZB5I',
  'ca-west-1': 'Z1021028356Y0CYS11DQI',
  'eu-central-1': 'Z1FRNW7UH4DEZJ',
  'eu-central-2': 'Z00227012FSHBMZNNSJJI',
  'eu-north-1': 'Z23GO28BZ5AETM',
  'eu-south-1': 'Z10VDYYOA2JFKM',
  'eu-west-1': 'Z2NYPWQ7DFZAZH',
  'eu-west-2': 'Z1GKAAAUGATPF1',
  'eu-west-3': 'Z5WN6GAYWG5OB',
  'il-central-1': 'Z02941091PERNCB1MI5H7',
  'me-south-1': 'Z2BBTEKR2I36N2',
  'sa-east-1': 'Z10X7K2B4QSOFV',
  'us-east-1': 'Z117KPS5GTRQ2G',
  'us-east-2': 'Z14LCN19Q5QHIC',
  'us-gov-east-1': 'Z35TSARG0EJ4VU',
  'us-gov-west-1': 'Z4KAURWC4UUUG',
  'us-west-1': 'Z1LQECGX5PH1X',
  'us-west-2': 'Z38NKT9BP95V3O',
};
